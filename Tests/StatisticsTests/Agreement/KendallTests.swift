import Testing

@testable import Statistics

@Suite("Kendall's tau-b and W")
struct KendallTests {
  @Test("tau-b has the published value")
  func tau() {
    expectClose(kendallTauB([1, 2, 3, 4, 5], [1, 2, 2, 4, 3]), 0.737865, within: 5e-7)
  }

  @Test("tau-b is 1 for the same order, −1 for the opposite, and does not see the scale")
  func extremes() {
    expectClose(kendallTauB([1, 2, 3], [10, 20, 90]), 1)
    expectClose(kendallTauB([1, 2, 3], [3, 2, 1]), -1)
    expectClose(kendallTauB([1, 1, 2, 3], [4, 4, 5, 9]), 1)
    expectClose(
      kendallTauB([2, 1, 2, 4, 3], [1, 2, 3, 4, 5]),
      kendallTauB([1, 2, 3, 4, 5], [2, 1, 2, 4, 3]) ?? .nan)
  }

  @Test("tau-b is undefined where one of them ties everything, and for nothing")
  func undefinedTau() {
    #expect(kendallTauB([1, 1, 1], [1, 2, 3]) == nil)
    #expect(kendallTauB([], []) == nil)
    #expect(kendallTauB([1, .nan], [1, 2]) == nil)
  }

  @Test("the mean of tau-b is over the tasks that have one")
  func meanTau() throws {
    let tasks: [(first: [Double], second: [Double])] = [
      ([1, 2, 3], [1, 2, 3]), ([1, 2, 3], [3, 2, 1]), ([1, 1, 1], [1, 2, 3]),
      ([1, 2], [1, 2]),
    ]
    let found = try #require(meanKendallTauB(of: tasks).estimate)
    expectClose(found.value, 1.0 / 3)
    #expect(found.lower < found.value && found.value < found.upper)
    #expect(meanKendallTauB(of: [([1, 1], [1, 2])]) == .undefined(.oneValue))
    #expect(meanKendallTauB(of: []) == .undefined(.nothingShared))
  }

  @Test("W has the published values, with and without ties")
  func concordance() {
    expectClose(kendallW([[1, 2, 3, 4], [1, 2, 4, 3], [2, 1, 3, 4]]), 0.822222, within: 5e-7)
    expectClose(
      kendallW([[1, 2.5, 2.5, 4], [1, 2, 4, 3], [2, 1, 3, 4]]), 0.747126, within: 5e-7)
  }

  @Test("W is 1 for equal orders and the same for any scale of ranks")
  func extremesOfW() {
    expectClose(kendallW([[1, 2, 3], [1, 2, 3], [10, 20, 30]]), 1)
    expectClose(kendallW([[1, 2, 2, 4], [1, 2, 4, 3], [2, 1, 3, 4]]), 0.747126, within: 5e-7)
    expectClose(kendallW([[1, 1, 2], [1, 1, 2]]), 1)
    expectClose(kendallW([[1, 2, 3], [3, 2, 1]]), 0)
  }

  @Test("W is undefined for one labeler, nothing, or only ties")
  func undefinedW() {
    #expect(kendallW([[1, 2, 3]]) == nil)
    #expect(kendallW([]) == nil)
    #expect(kendallW([[1, 1, 1], [2, 2, 2]]) == nil)
    #expect(meanKendallW(of: [[[1, 1], [1, 1]]]) == .undefined(.oneValue))
    expectClose(meanKendallW(of: [[[1, 2], [1, 2]], [[1, 2], [2, 1]]]).value, 0.5)
  }
}
