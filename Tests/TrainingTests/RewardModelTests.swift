import Batches
import Models
import NeuralNetworks
import Scoring
import Testing
import Torch

@testable import Training

@Suite("Reward model")
struct RewardModelTests {
  init() { threadCount = 1 }

  private struct Golden: Decodable {
    struct Pair: Decodable {
      let chosen: [Int]
      let rejected: [Int]
    }
    struct Step: Decodable {
      let pairs: [Pair]
      let loss: Double
      let gradientNorm: Double
    }
    let steps: [Step]
  }

  @Test("follows PyTorch's losses and gradient norms step by step")
  func goldenRun() throws {
    let run: Golden = try golden("reward")
    let rows = run.steps.flatMap(\.pairs).map { pair in
      TokenizedRanking(
        sequences: [pair.chosen, pair.rejected].map {
          TokenizedSequence(tokens: $0, completionStart: 1)
        }, ranks: [1, 2])
    }
    let notebook = Notebook()
    var configuration = RewardModelConfiguration()
    configuration.optimization = .golden(learningRate: 1e-3, batchSize: 4)
    let model = try ScalarModel(folder: checkpoint("llama-reward"))
    try trainRewardModel(model, on: rows, configuration, seed: 1, recordingIn: notebook.journal())
    for (step, metrics) in zip(run.steps, notebook.metrics) {
      #expect(relativeError(metrics["loss"] ?? .nan, step.loss) < 1e-5)
      #expect(relativeError(metrics["grad_norm"] ?? .nan, step.gradientNorm) < 1e-4)
    }
    #expect(notebook.metrics.count == run.steps.count)
  }

  private func rankings() -> [TokenizedRanking] {
    let sequences = someSequences(24)
    return sequences.chunked(by: 4).map {
      TokenizedRanking(sequences: $0, ranks: [2, 1, 2, 3])
    }
  }

  @Test("takes every pair that is not a tie, with equal weight for each ranking")
  func pairs() {
    let batch = RankingBatch(Array(rankings().prefix(2)), on: .cpu)
    #expect(batch.winners.integers == [0, 1, 1, 1, 2, 4, 5, 5, 5, 6])
    #expect(batch.losers.integers == [3, 0, 2, 3, 3, 7, 4, 6, 7, 7])
    #expect(batch.weights.floats == Array(repeating: 0.2, count: 10))
    #expect(batch.sequences.lengths.count == 8, "every completion goes through the model once")
  }

  @Test("takes each completion for a choice from those that were left")
  func choices() {
    let plain = ChoiceBatch(Array(rankings().prefix(2)), learnsTies: false, on: .cpu)
    #expect(plain.chosen.integers == [0, 1, 2, 4, 5, 6])
    let third = Float(1) / 3
    #expect(plain.weights.floats == Array(repeating: third, count: 6))
    // Ranks 2, 1, 2, 3: the first was chosen from itself and the last; the second from all.
    let none = [false, false, false, false]
    let rows = [
      [true, false, false, true], [true, true, true, true], [false, false, true, true],
    ]
    let due = rows.map { $0 + none } + rows.map { none + $0 }
    #expect(plain.isLeft.array(Bool.self) == due.flatMap(\.self))
    let tied = ChoiceBatch([rankings()[0]], learnsTies: true, on: .cpu)
    #expect(tied.isLeft.array(Bool.self).prefix(4) == [true, false, true, true])
  }

  @Test("by Plackett and Luce follows Bradley and Terry where rankings are of two")
  func twoCompletions() throws {
    func trained(_ objective: RankingObjective) throws -> Notebook {
      let notebook = Notebook()
      var configuration = RewardModelConfiguration()
      configuration.optimization = .golden(learningRate: 1e-3, batchSize: 3)
      configuration.objective = objective
      let model = try ScalarModel(folder: checkpoint("llama-reward"))
      let rows = someSequences(12).chunked(by: 2).map {
        TokenizedRanking(sequences: $0, ranks: [2, 1])
      }
      try trainRewardModel(
        model, on: rows, configuration, seed: 1, recordingIn: notebook.journal())
      return notebook
    }
    let (pairs, choices) = (try trained(.bradleyTerry), try trained(.plackettLuce))
    for name in ["loss", "grad_norm"] {
      for (a, b) in zip(pairs.values(of: name), choices.values(of: name)) {
        #expect(relativeError(a, b) < 1e-5, "\(name)")
      }
    }
  }

  @Test(
    "does not depend on how a batch is split", arguments: [1, 2],
    [RankingObjective.bradleyTerry, .plackettLuce])
  func splitInvariance(microBatchSize: Int, objective: RankingObjective) throws {
    func trained(_ size: Int) throws -> Notebook {
      let notebook = Notebook()
      var configuration = RewardModelConfiguration()
      configuration.optimization = .golden(learningRate: 1e-3, batchSize: 3)
      configuration.optimization.microBatchSize = size
      configuration.centeringCoefficient = 0.01
      configuration.objective = objective
      let model = try ScalarModel(folder: checkpoint("qwen2-reward"))
      try trainRewardModel(
        model, on: rankings(), configuration, seed: 1, recordingIn: notebook.journal())
      return notebook
    }
    let whole = try trained(3)
    let split = try trained(microBatchSize)
    for name in ["loss", "accuracy", "margin", "mean_reward", "grad_norm"] {
      for (a, b) in zip(whole.values(of: name), split.values(of: name)) {
        #expect(relativeError(a, b) < 1e-5, "\(name)")
      }
    }
  }

  @Test("takes a tie for half a preference each way, where asked")
  func halves() {
    let ranking = TokenizedRanking(sequences: Array(someSequences(3)), ranks: [1, 2, 2])
    let batch = RankingBatch([ranking, ranking], learnsTies: true, on: .cpu)
    #expect(batch.winners.integers == [0, 0, 3, 3, 1, 2, 4, 5])
    #expect(batch.losers.integers == [1, 2, 4, 5, 2, 1, 5, 4])
    let third = Float(1) / 3
    #expect(
      batch.weights.floats == [third, third, third, third] + Array(repeating: third / 2, count: 4))
    #expect(batch.preferenceCount == 4)
  }

  @Test("learns from a tie that two completions are equally good")
  func learnedTies() throws {
    let model = try ScalarModel(folder: checkpoint("llama-reward"))
    let tie = TokenizedRanking(sequences: Array(someSequences(2)), ranks: [1, 1])
    var configuration = RewardModelConfiguration()
    configuration.optimization = .golden(learningRate: 1e-2, batchSize: 1)
    configuration.optimization.epochs = 30
    configuration.learnsTies = true
    func gap() -> Double {
      let rewards = withoutGradients { model.rewards(of: SequenceBatch(tie.sequences)).floats }
      return Double(abs(rewards[0] - rewards[1]))
    }
    let before = gap()
    let notebook = Notebook()
    try trainRewardModel(
      model, on: [tie], configuration, seed: 1, recordingIn: notebook.journal())
    #expect(gap() < before / 2, "\(before) to \(gap())")
    #expect(notebook.values(of: "accuracy").isEmpty, "a tie has no right order")
    #expect(notebook.values(of: "loss").allSatisfy { $0 > 0.693 })
  }

  @Test("refuses rankings that hold nothing but ties")
  func ties() throws {
    let model = try ScalarModel(folder: checkpoint("llama-reward"))
    let tie = TokenizedRanking(sequences: Array(someSequences(2)), ranks: [1, 1])
    #expect(throws: TrainingError.self) {
      try trainRewardModel(model, on: [tie], RewardModelConfiguration(), seed: 1)
    }
  }
}
