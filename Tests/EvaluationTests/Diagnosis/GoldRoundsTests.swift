import Evaluation
import Foundation
import Testing

@Suite("The rounds of a gold judge")
struct GoldRoundsTests {
  @Test("give the mean, the wins over the first round and the reward")
  func means() throws {
    var rounds = GoldRounds()
    let first = rounds.metrics(scores: [[0, 1], [0.5, 0.5]], rewards: [[1, 2], [3, 4]])
    #expect(first["gold/score"] == 0.5)
    #expect(first["gold/reward"] == 2.5)
    #expect(first["gold/win_rate"] == 0.5)
    #expect(first["gold/fall"] == nil)
    let second = rounds.metrics(scores: [[1, 1], [0, 0.5]], rewards: [[0, 0], [0, 0]])
    // Of the first prompt 2 wins and 2 ties, of the second 2 losses and 2 ties.
    #expect(second["gold/win_rate"] == 0.5)
    #expect(rounds.count == 2)
  }

  @Test("the fall is counted prompt by prompt from the best round")
  func fall() throws {
    var rounds = GoldRounds()
    let rewards = [[0.0], [0], [0]]
    _ = rounds.metrics(scores: [[0.1], [0.2], [0.3]], rewards: rewards)
    _ = rounds.metrics(scores: [[0.4], [0.6], [0.8]], rewards: rewards)
    let third = rounds.metrics(scores: [[0.3], [0.4], [0.5]], rewards: rewards)
    // Differences 0.1, 0.2, 0.3: mean 0.2, deviation 0.1.
    expectClose(try #require(third["gold/fall"]), 0.2)
    expectClose(try #require(third["gold/fall_error"]), 0.1 / 3.0.squareRoot())
    #expect(third["gold/smoothed_fall"] == nil)
    let fourth = rounds.metrics(scores: [[0.0], [0.0], [0.0]], rewards: rewards)
    // The first two make 0.25, 0.4, 0.55 and the last two half of the third.
    expectClose(try #require(fourth["gold/smoothed_fall"]), 0.2)
  }

  @Test("the agreement counts pairs of one prompt that the judge tells apart, ties half")
  func agreement() throws {
    var rounds = GoldRounds()
    let metrics = rounds.metrics(
      scores: [[0, 1, 1], [1, 0], [5, 5]], rewards: [[0, 1, -1], [2, 2], [1, 2]])
    // One of two agrees in the first prompt, half of one in the second, none counts in the third.
    expectClose(try #require(metrics["gold/agreement"]), 1.5 / 3)
    #expect(try #require(metrics["gold/agreement_error"]).isFinite)
  }

  @Test("the lookahead is what the reward's choice gains, as a share of what the judge's would")
  func lookahead() throws {
    var rounds = GoldRounds()
    let metrics = rounds.metrics(
      scores: [[0, 1, 2], [4, 0], [5, 5], [3, 1]],
      rewards: [[9, 0, 9], [1, 2], [1, 2], [1, 0]])
    // Gains 0 by lot of 0 and 2, −2, 0 and 1, of at most 1, 2, 0 and 1.
    expectClose(try #require(metrics["gold/lookahead"]), -1.0 / 4)
    // Residuals 0.25, −1.5, 0 and 1.25 for each of 4 units.
    expectClose(
      try #require(metrics["gold/lookahead_error"]), (0.0625 + 2.25 + 1.5625).squareRoot() / 4)
    var ofOne = GoldRounds()
    let alone = ofOne.metrics(scores: [[1], [2]], rewards: [[0], [3]])
    #expect(alone["gold/score"] == 1.5 && alone["gold/lookahead"] == nil)
  }

  @Test("survive being written down")
  func codable() throws {
    var rounds = GoldRounds()
    _ = rounds.metrics(scores: [[0.1], [0.2]], rewards: [[0], [0]])
    var copy = try JSONDecoder().decode(GoldRounds.self, from: JSONEncoder().encode(rounds))
    #expect(copy == rounds)
    let scores = [[0.0], [0.1]]
    #expect(
      copy.metrics(scores: scores, rewards: [[0], [0]])
        == rounds.metrics(scores: scores, rewards: [[0], [0]]))
  }
}
