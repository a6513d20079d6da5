import Runs
import Testing

@testable import Statistics

@Suite("Fleiss' kappa")
struct FleissKappaTests {
  static let counts = [
    [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
  ]

  @Test("has the published value")
  func published() throws {
    let found = try #require(fleissKappa(counts: Self.counts).estimate)
    expectClose(found.value, 0.209931, within: 5e-7)
    expectClose(found.value, (0.378022 - 0.212755) / (1 - 0.212755), within: 2e-6)
    #expect(found.lower < 0.209931 && 0.209931 < found.upper)
  }

  @Test("does not depend on the order of units or categories")
  func invariance() {
    let order = Array(Self.counts.indices).shuffled(seed: 2)
    let turned = order.map { Array(Self.counts[$0].reversed()) }
    expectClose(fleissKappa(counts: turned).value, 0.209931, within: 5e-7)
  }

  @Test("is undefined for one value, one labeler and no units")
  func undefined() {
    #expect(fleissKappa(counts: [[3, 0], [3, 0]]) == .undefined(.oneValue))
    #expect(fleissKappa(counts: [[1, 0], [0, 1]]) == .undefined(.nothingShared))
    #expect(fleissKappa(counts: []) == .undefined(.nothingShared))
  }

  @Test("refuses units with different numbers of judgements")
  func uneven() async {
    await #expect(processExitsWith: .failure) { _ = fleissKappa(counts: [[2, 1], [1, 1]]) }
  }
}
