import Testing

@testable import Batches

@Suite("Orders of epochs")
struct EpochOrderTests {
  @Test("hold every row once", arguments: [0, 1, 2, 100])
  func permutation(count: Int) {
    #expect(epochOrder(of: count, seed: 1, epoch: 0).sorted() == Array(0..<count))
  }

  @Test("repeat for a seed and an epoch, and differ for others")
  func seeds() {
    let order = epochOrder(of: 50, seed: 1, epoch: 0)
    #expect(epochOrder(of: 50, seed: 1, epoch: 0) == order)
    #expect(epochOrder(of: 50, seed: 1, epoch: 1) != order)
    #expect(epochOrder(of: 50, seed: 2, epoch: 0) != order)
    #expect(order != Array(0..<50))
  }

  @Test("are cut into groups, the last as large as is left")
  func chunks() {
    #expect([1, 2, 3, 4, 5].chunked(by: 2) == [[1, 2], [3, 4], [5]])
    #expect([1, 2].chunked(by: 5) == [[1, 2]])
    #expect([Int]().chunked(by: 5).isEmpty)
  }
}
