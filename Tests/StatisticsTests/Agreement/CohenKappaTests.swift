import Foundation
import Runs
import Testing

@testable import Statistics

@Suite("Cohen's kappa")
struct CohenKappaTests {
  @Test(
    "has the published values",
    arguments: [
      ([[20, 5], [10, 15]], 0.4), ([[45, 15], [25, 15]], 0.130435),
      ([[25, 35], [5, 35]], 0.259259),
    ])
  func published(confusion: [[Int]], due: Double) {
    expectClose(cohenKappa(confusion: confusion).value, due, within: 5e-7)
  }

  @Test("does not depend on the order of units, on who is first or on the categories' names")
  func invariance() {
    let first = [0, 1, 2, 0, 1, 1, 2, 0, 0, 2]
    let second = [0, 1, 1, 0, 2, 1, 2, 1, 0, 2]
    let due = cohenKappa(first, second).value ?? .nan
    let order = Array(0..<10).shuffled(seed: 4)
    expectClose(cohenKappa(order.map { first[$0] }, order.map { second[$0] }).value, due)
    expectClose(cohenKappa(second, first).value, due)
    let names = ["z", "a", "m"]
    expectClose(cohenKappa(first.map { names[$0] }, second.map { names[$0] }).value, due)
  }

  @Test("is undefined where only one value was used, and where nothing was judged")
  func undefined() {
    let unanimous = cohenKappa(["a", "a", "a"], ["a", "a", "a"])
    #expect(unanimous == .undefined(.oneValue))
    #expect("\(unanimous)" == "undefined: only one value used")
    #expect(cohenKappa([Int](), []) == .undefined(.nothingShared))
    #expect(cohenKappa(confusion: []) == .undefined(.nothingShared))
    #expect("\(Coefficient.undefined(.nothingShared))" == "undefined: nothing was judged twice")
    expectClose(cohenKappa(["a", "a"], ["b", "b"]).value, 0)
  }

  @Test("does not claim certainty for perfect agreement")
  func perfect() throws {
    let found = try #require(cohenKappa([0, 1, 0, 1, 0], [0, 1, 0, 1, 0]).estimate)
    #expect(found.value == 1 && found.upper == 1)
    expectClose(found.lower, 1 - proportion(0, of: 5).upper)
  }

  @Test("has about the interval of the large-sample error")
  func largeSample() throws {
    // Fleiss, Cohen and Everitt 1969: σ² of κ for [[80, 20], [40, 60]].
    let (observed, byChance, count) = (0.7, 0.5, 200.0)
    let shares = [[0.4, 0.1], [0.2, 0.3]]
    let (rows, columns) = ([0.5, 0.5], [0.6, 0.4])
    var variance = -pow(observed * byChance - 2 * byChance + observed, 2)
    for row in 0...1 {
      for column in 0...1 {
        variance +=
          row == column
          ? shares[row][row]
            * pow((1 - byChance) - (rows[row] + columns[row]) * (1 - observed), 2)
          : pow(1 - observed, 2) * shares[row][column] * pow(columns[row] + rows[column], 2)
      }
    }
    let error = (variance / (count * pow(1 - byChance, 4))).squareRoot()
    let found = try #require(cohenKappa(confusion: [[80, 20], [40, 60]]).estimate)
    expectClose((found.upper - found.lower) / (2 * 1.96), error, within: 0.1 * error)
  }

  @Test("has an interval that holds the true value about as often as it says")
  func coverage() {
    var generator = SeededGenerator(seed: 11)
    // Both say the truth with 0.85, else the other of two equally frequent categories.
    let due = 2 * (0.85 * 0.85 + 0.15 * 0.15) - 1
    let covered = (0..<200).count { round in
      let votes = (0..<80).map { _ in
        let truth = generator.nextUnit() < 0.5
        return (
          generator.nextUnit() < 0.85 ? truth : !truth, generator.nextUnit() < 0.85 ? truth : !truth
        )
      }
      let found = cohenKappa(
        votes.map(\.0), votes.map(\.1), resampling: Resampling(count: 150, seed: UInt64(round)))
      return found.estimate.map { $0.lower <= due && due <= $0.upper } ?? false
    }
    #expect((178...198).contains(covered))
  }
}
