import Testing

@testable import Torch

/// In one suite, one after the other: the count of threads belongs to the whole process.
@Suite("Two computations at once", .serialized)
struct ConcurrencyTests {
  struct Refusal: Error, Equatable { let name: String }

  private func withThreads<Result>(_ count: Int, _ body: () throws -> Result) rethrows -> Result {
    let before = threadCount
    threadCount = count
    defer { threadCount = before }
    return try body()
  }

  @Test(
    "give what each gives alone, in their order, and leave the threads as they were",
    arguments: [1, 2, 4])
  func results(count: Int) {
    withThreads(count) {
      let x = Tensor.normal([64, 64], using: Generator(seed: 1))
      let found = both({ (x * 2).sum().value }, { (x * 3).sum().value })
      #expect(found == ((x * 2).sum().value, (x * 3).sum().value))
      #expect(threadCount == count)
    }
  }

  @Test("each has half of the threads")
  func shares() {
    let found = withThreads(4) { both({ threadCount }, { threadCount }) }
    #expect(found == (2, 2))
  }

  @Test("record gradients where the caller does, and not where it does not")
  func modes() {
    let weight = Tensor.ones([3])
    weight.requiresGradient = true
    func isRecorded() -> Bool { (weight * 2).requiresGradient }
    let found = withThreads(2) { both(isRecorded, isRecorded) }
    #expect(found == (true, true))
    let without = withThreads(2) { withoutGradients { both(isRecorded, isRecorded) } }
    #expect(without == (false, false))
  }

  @Test("add up gradients of one weight, the same each time")
  func gradients() {
    withThreads(2) {
      let inputs = (0..<2).map { Tensor.normal([50, 30], using: Generator(seed: UInt64($0))) }
      func gradient() -> [Float] {
        let weight = Tensor.normal([20, 30], using: Generator(seed: 9))
        weight.requiresGradient = true
        func learn(_ x: Tensor) { (x.linear(weight).tanh() * 3).sum().backward() }
        _ = both({ learn(inputs[0]) }, { learn(inputs[1]) })
        return weight.gradient?.floats ?? []
      }
      let first = gradient()
      #expect(first.contains { $0 != 0 })
      for _ in 0..<20 { #expect(gradient() == first) }
    }
  }

  @Test("what fails is thrown when both have run, the first before the second", arguments: [1, 2])
  func failures(count: Int) {
    withThreads(count) {
      func fail(_ name: String) throws(Refusal) -> Int { throw Refusal(name: name) }
      func first() throws(Refusal) -> Int { try fail("first") }
      func second() throws(Refusal) -> Int { try fail("second") }
      func one() throws(Refusal) -> Int { 1 }
      #expect(throws: Refusal(name: "first")) { try both(first, second) }
      #expect(throws: Refusal(name: "second")) { try both(one, second) }
    }
  }
}
