import Foundation
import Scoring
import Testing

/// Judges by the number that the completion is.
private var number: FunctionReward { FunctionReward { Double($0.completion) ?? .nan } }
private var length: FunctionReward { FunctionReward { Double($0.completion.utf8.count) } }

@Suite("Several rewards")
struct WeightedRewardsTests {
  @Test("are added up by their weights, and each is reported as it is")
  func sum() throws {
    let rewards = WeightedRewards([
      .init("value", weight: 0.5, number), .init("length", weight: -1, length),
    ])
    let scores = try rewards.detailedScores(of: ["10", "200", "6"].map { episode($0) })
    #expect(scores.totals == [3, 97, 2])
    #expect(try rewards.scores(of: ["10", "200", "6"].map { episode($0) }) == scores.totals)
    #expect(scores.parts.map(\.values) == [[10, 200, 6], [2, 3, 1]])
    #expect(scores.metrics["rewards/value/mean"] == 72)
    #expect(scores.metrics["rewards/length/mean"] == 2)
    #expect(scores.metrics["rewards/length/std"] == 1)
    // (62² + 128² + 66²)/2 = 12292
    let deviation = scores.metrics["rewards/value/std"] ?? 0
    #expect(abs(deviation * deviation - 12_292) < 1e-6)
  }

  /// Says nothing of completions without a number.
  private let sometimes =
    #"while read -r l; do case $l in "#
    + #"*even*) echo '{"reward": 2}';; *) echo '{"reward": null}';; esac; done"#

  @Test("leave a row to the others where one of them answers null")
  func silence() throws {
    let rewards = WeightedRewards([
      .init("command", weight: 3, try CommandReward(sometimes)), .init("length", length),
    ])
    let scores = try rewards.detailedScores(of: ["even", "odd"].map { episode($0) })
    #expect(scores.totals == [10, 3])
    #expect(scores.parts[0].values == [2, nil])
    #expect(scores.metrics["rewards/command/mean"] == 2)
    #expect(scores.metrics["rewards/length/mean"] == 3.5)
    let none = try rewards.detailedScores(of: [episode("odd")])
    #expect(none.metrics["rewards/command/mean"] == nil && none.totals == [3])
  }

  @Test("name the row of which none says anything")
  func silenceOfAll() throws {
    let rewards = WeightedRewards([.init("command", try CommandReward(sometimes))])
    #expect {
      try rewards.scores(of: [episode("even", line: 3), episode("odd", line: 4)])
    } throws: { error in
      "\(error)".contains("rows:4: every reward answered null")
    }
  }

  @Test("scaled each, count by their weights whatever their scales are")
  func scaling() throws {
    let rewards = WeightedRewards(
      [.init("value", weight: 2, number), .init("length", length)], scalesParts: true)
    func totals(_ texts: [String]) throws -> [Double] {
      try rewards.scores(of: texts.map { episode($0) })
    }
    // Values of 5, 55 and 105 deviate by 50, lengths of 1, 2 and 3 by 1.
    let step = 2 * 50 / 50.0001 + 1 / 1.0001
    for (found, due) in zip(try totals(["5", "55", "105"]), [-step, 0, step]) {
      #expect(abs(found - due) < 1e-9)
    }
    // Equal lengths add nothing, by whatever they are divided.
    for (found, due) in zip(try totals(["1", "2", "3"]), [-2 / 1.0001, 0, 2 / 1.0001]) {
      #expect(abs(found - due) < 1e-9)
    }
    #expect(try totals(["4", "4", "4"]) == [0, 0, 0])
    #expect(try totals(["4"]) == [0], "one episode has no spread")
  }

  @Test("report what a part refuses")
  func failure() {
    let rewards = WeightedRewards([.init("length", length), .init("value", number)])
    #expect(throws: RewardError.self) { try rewards.scores(of: [episode("many")]) }
  }

  @Test("need names that differ")
  func names() async {
    await #expect(processExitsWith: .failure) {
      let reward = FunctionReward { _ in 0 }
      _ = WeightedRewards([.init("a", reward), .init("a", reward)])
    }
  }

  @Test("of one thing have no parts, and no metrics of parts")
  func plain() throws {
    let scores = try length.detailedScores(of: [episode("abc")])
    #expect(scores == Scores(totals: [3]) && scores.metrics.isEmpty)
  }
}
