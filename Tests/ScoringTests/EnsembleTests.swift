import Batches
import Datasets
import Foundation
import Models
import Scoring
import Testing
import Torch

@Suite("The score of an ensemble")
struct EnsembleTests {
  init() { threadCount = 1 }

  private let members = [[1.0, 0.0, 5.0], [3.0, 0.0, -1.0], [2.0, 0.0, 5.0]]

  @Test(
    "is the mean, the least, or the mean less the variance",
    arguments: [
      (.mean, 0, [2, 0, 3]), (.worstCase, 0, [1, 0, -1]),
      (.uncertaintyWeighted, 0.5, [5.0 / 3, 0, -1]),
      (.uncertaintyWeighted, 0, [2, 0, 3]),
    ] as [(EnsembleRule, Double, [Double])])
  func rules(rule: EnsembleRule, weight: Double, due: [Double]) {
    let scores = rule.scores(of: members, uncertaintyWeight: weight)
    for (score, due) in zip(scores, due) { #expect(abs(score - due) < 1e-12) }
  }

  @Test("of one member is that member's, whatever the rule", arguments: EnsembleRule.allCases)
  func alone(rule: EnsembleRule) {
    #expect(rule.scores(of: [members[0]], uncertaintyWeight: 3) == members[0])
  }

  private let episodes = [[3, 17, 40, 8, 2], [5, 9], [61, 7, 22, 30]].map { tokens in
    Episode(
      prompt: Prompt(.text("")), completion: "",
      sequence: TokenizedSequence(tokens: tokens, completionStart: 1), isFinished: true)
  }

  @Test("is of all heads of all models, however they are split into passes", arguments: [1, 2, 3])
  func memberScores(microBatchSize: Int) throws {
    let language = try LanguageModel(folder: checkpoint("llama-tied"))
    let first = try ScalarModel(trunkOf: language, headGenerator: Generator(seed: 1), headCount: 3)
    let second = try ScalarModel(folder: checkpoint("llama-reward"))
    let reward = ModelReward([first, second], rule: .worstCase, microBatchSize: microBatchSize)
    let members = try reward.memberScores(of: episodes)
    #expect(members.count == 4)
    for (index, episode) in episodes.enumerated() {
      let batch = SequenceBatch([episode.sequence])
      let due = withoutGradients {
        (0..<3).map { head in
          first.headScores(of: batch.tokens, at: batch.positions, .causal)
            .select(head, along: 2).floats.last ?? .nan
        } + second.rewards(of: batch).floats
      }
      for (member, value) in zip(members, due) {
        #expect(abs(member[index] - Double(value)) < 1e-5)
      }
      let score = try reward.scores(of: episodes)[index]
      #expect(abs(score - Double(due.min() ?? 0)) < 1e-5)
    }
  }

  @Test("comes with how far its members are apart, where there are several")
  func disagreement() throws {
    let language = try LanguageModel(folder: checkpoint("llama-tied"))
    let model = try ScalarModel(trunkOf: language, headGenerator: Generator(seed: 1), headCount: 2)
    let reward = ModelReward(model)
    let members = try reward.memberScores(of: episodes)
    let scores = try reward.detailedScores(of: episodes)
    #expect(scores.totals == (try reward.scores(of: episodes)))
    // Of two numbers the deviation is their distance over √2.
    for (index, found) in scores.disagreements.enumerated() {
      #expect(abs(found - abs(members[0][index] - members[1][index]) / 2.0.squareRoot()) < 1e-9)
    }
    let mean = scores.disagreements.reduce(0, +) / 3
    #expect(abs((scores.metrics["reward/disagreement"] ?? 0) - mean) < 1e-12)
    #expect(scores[1..<3].disagreements == Array(scores.disagreements[1...]))
    let single = ModelReward(try ScalarModel(folder: checkpoint("llama-reward")))
    #expect(try single.detailedScores(of: episodes).metrics == [:])
  }

  @Test("of heads is the model's own reward, for the mean")
  func meanReward() throws {
    let language = try LanguageModel(folder: checkpoint("llama-tied"))
    let model = try ScalarModel(trunkOf: language, headGenerator: Generator(seed: 1), headCount: 3)
    let due = withoutGradients {
      model.rewards(of: SequenceBatch(episodes.map(\.sequence))).floats
    }
    for (score, due) in zip(try ModelReward(model).scores(of: episodes), due) {
      #expect(abs(score - Double(due)) < 1e-5)
    }
  }
}

@Suite("The score of steps")
struct StepRuleTests {
  @Test(
    "is of the worst, of all, of the last, or of a mean one",
    arguments: [
      (StepRule.minimum, 0.25), (.product, 0.1), (.last, 0.5), (.mean, 1.55 / 3),
    ] as [(StepRule, Double)])
  func rules(rule: StepRule, due: Double) {
    #expect(abs(rule.score([0.8, 0.25, 0.5]) - due) < 1e-12)
    #expect(rule.score([0.3]) == 0.3)
  }
}
