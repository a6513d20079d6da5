import Batches
import Foundation
import Models
import NeuralNetworks
import Scoring
import Testing
import Torch

@testable import Training

@Suite("An ensemble of reward models")
struct RewardEnsembleTests {
  init() { threadCount = 1 }

  private func model(_ heads: Int, seed: UInt64 = 4) throws -> ScalarModel {
    let language = try LanguageModel(folder: checkpoint("llama-tied"))
    return try ScalarModel(
      trunkOf: language, headGenerator: Generator(seed: seed), headCount: heads)
  }

  private func rankings() -> [TokenizedRanking] {
    someSequences(24).chunked(by: 4).map { TokenizedRanking(sequences: $0, ranks: [2, 1, 2, 3]) }
  }

  private func settings(_ heads: Int, _ rows: HeadRows = .all) -> RewardModelConfiguration {
    var configuration = RewardModelConfiguration()
    configuration.optimization = .golden(learningRate: 1e-3, batchSize: 3)
    configuration.heads = heads
    configuration.headRows = rows
    configuration.centeringCoefficient = 0.01
    return configuration
  }

  @Test("of equal heads learns what one head does")
  func equalHeads() throws {
    let one = try model(1)
    let three = try one.keeping(heads: [0, 0, 0])
    let (single, several) = (Notebook(), Notebook())
    try trainRewardModel(one, on: rankings(), settings(1), seed: 1, recordingIn: single.journal())
    try trainRewardModel(
      three, on: rankings(), settings(3), seed: 1, recordingIn: several.journal())
    // The first step's loss and rewards are the same; a head's gradient is a third, the trunk's is not.
    for name in ["loss", "accuracy", "margin", "mean_reward"] {
      let (due, found) = (single.metrics[0][name] ?? .nan, several.metrics[0][name] ?? .nan)
      #expect(relativeError(found, due) < 1e-5, "\(name)")
    }
    #expect(several.values(of: "ensemble/margin_deviation").allSatisfy { $0 < 1e-5 })
    #expect(several.values(of: "ensemble/disagreement") == [0, 0])
    #expect(single.values(of: "ensemble/disagreement").isEmpty)
  }

  @Test("has the mean of its heads' losses, and says how far they agree")
  func losses() throws {
    let three = try model(3)
    let notebook = Notebook()
    var configuration = settings(3)
    configuration.optimization.maximumSteps = 1
    let alone = try (0..<3).map { head in
      let notebook = Notebook()
      var one = settings(1)
      one.optimization.maximumSteps = 1
      try trainRewardModel(
        try three.keeping(heads: [head]), on: rankings(), one, seed: 1,
        recordingIn: notebook.journal())
      return notebook.metrics[0]
    }
    try trainRewardModel(
      three, on: rankings(), configuration, seed: 1, recordingIn: notebook.journal())
    let found = notebook.metrics[0]
    func mean(_ name: String) -> Double { alone.reduce(0) { $0 + ($1[name] ?? .nan) } / 3 }
    #expect(relativeError(found["loss"] ?? .nan, mean("loss")) < 1e-5)
    #expect(relativeError(found["margin"] ?? .nan, mean("margin")) < 1e-5)
    #expect(
      relativeError(found["ensemble/head_accuracy"] ?? .nan, mean("accuracy")) < 1e-5)
    #expect((found["ensemble/margin_deviation"] ?? 0) > 0.01)
  }

  @Test(
    "does not depend on how a batch is split, whichever rows its heads learn from",
    arguments: [1, 2], HeadRows.allCases)
  func splits(microBatchSize: Int, rows: HeadRows) throws {
    func trained(_ size: Int) throws -> [[String: Double]] {
      let notebook = Notebook()
      var configuration = settings(3, rows)
      configuration.optimization.microBatchSize = size
      try trainRewardModel(
        try model(3), on: rankings(), configuration, seed: 1, recordingIn: notebook.journal())
      return notebook.metrics
    }
    for (whole, parts) in zip(try trained(0), try trained(microBatchSize)) {
      #expect(Set(whole.keys) == Set(parts.keys))
      for (name, value) in whole {
        #expect(relativeError(parts[name] ?? .nan, value) < 1e-4, "\(name)")
      }
    }
  }

  @Test("counts each row as often as a head drew it")
  func drawnRows() throws {
    let (three, rows, notebook) = (try model(3), rankings(), Notebook())
    var single = settings(1)
    single.optimization.batchSize = 1
    let samples = HeadSamples(.bootstrap, rowCount: rows.count, headCount: 3, seed: 1)
    var due = 0.0
    for head in 0..<3 {
      let counts = samples.counts(of: Array(rows.indices), head: head, on: .cpu).floats
      for (row, count) in zip(rows, counts) {
        let alone = Notebook()
        try trainRewardModel(
          try three.keeping(heads: [head]), on: [row], single, seed: 1, recordingIn: alone.journal()
        )
        due += Double(count) * (alone.metrics[0]["loss"] ?? .nan) / Double(3 * rows.count)
      }
    }
    var configuration = settings(3, .bootstrap)
    configuration.optimization.batchSize = rows.count
    try trainRewardModel(three, on: rows, configuration, seed: 1, recordingIn: notebook.journal())
    #expect(relativeError(notebook.metrics[0]["loss"] ?? .nan, due) < 1e-5)
  }

  @Test("draws for each head as many rows as there are, by the seed")
  func samples() {
    let rows = Array(0..<50)
    func counts(_ head: Int, seed: UInt64 = 7) -> [Float] {
      HeadSamples(.bootstrap, rowCount: 50, headCount: 2, seed: seed)
        .counts(of: rows, head: head, on: .cpu).floats
    }
    #expect(counts(0).reduce(0, +) == 50 && counts(1).reduce(0, +) == 50)
    #expect(counts(0) != counts(1) && counts(0) == counts(0) && counts(0) != counts(0, seed: 8))
    let unseen = counts(0).count { $0 == 0 }
    #expect((8...30).contains(unseen), "about 1/e of the rows are not drawn: \(unseen)")
    let all = HeadSamples(.all, rowCount: 50, headCount: 1, seed: 7)
    #expect(all.counts(of: [3, 4], head: 0, on: .cpu).floats == [1, 1])
  }

  @Test("goes on after an interruption as if there had been none")
  func resume() throws {
    let configuration = settings(3, .bootstrap)
    let (whole, first, second) = (Notebook(), Notebook(), Notebook())
    let uninterrupted = try model(3)
    uninterrupted.configuration.rewardHeads.shifts = [0.1, 0.2, 0.3]
    try trainRewardModel(
      uninterrupted, on: rankings(), configuration, seed: 1, recordingIn: whole.journal())
    let begun = try model(3)
    begun.configuration.rewardHeads.shifts = [0.1, 0.2, 0.3]
    first.interruptedAfter = 1
    try trainRewardModel(
      begun, on: rankings(), configuration, seed: 1, recordingIn: first.journal())
    let resumed = try model(3, seed: 9)
    try trainRewardModel(
      resumed, on: rankings(), configuration, seed: 1,
      recordingIn: second.journal(from: first.folders[0]))
    #expect(first.metrics + second.metrics == whole.metrics)
    #expect(largestDifference(resumed.parameters.named, uninterrupted.parameters.named) == 0)
    #expect(resumed.configuration.rewardHeads.shifts == [0.1, 0.2, 0.3])
  }

  @Test("does not take a setting that would have no effect")
  func refusals() {
    for change: (inout RewardModelConfiguration) -> Void in [
      { $0.headRows = .bootstrap },
      { $0.heads = 0 },
      {
        $0.heads = 2
        $0.lengthDebiasing = .odin
      },
      {
        $0.lengthDebiasing = .odin
        $0.optimization.microBatchSize = 1
      },
      {
        $0.objective = .stepwise
        $0.learnsTies = true
      },
      { $0.stepSeparator = "" },
    ] {
      var configuration = RewardModelConfiguration()
      change(&configuration)
      #expect(throws: (any Error).self) { try configuration.validate() }
    }
    #expect(throws: Never.self) { try RewardModelConfiguration().validate() }
  }
}

@Suite("Labels that are probabilities")
struct SoftLabelTests {
  init() { threadCount = 1 }

  private func row(_ probability: Double?) -> TokenizedRanking {
    TokenizedRanking(
      sequences: Array(someSequences(2)), ranks: [1, 2], probability: probability)
  }

  @Test("count both ways, by their probability")
  func weights() {
    let batch = RankingBatch([row(0.75), row(nil)], on: .cpu)
    #expect(batch.winners.integers == [0, 2, 1])
    #expect(batch.losers.integers == [1, 3, 0])
    #expect(batch.weights.floats == [0.75, 1, 0.25])
    #expect(batch.places.integers == [0, 1, 0])
    #expect(batch.preferenceCount == 2)
  }

  @Test("are what the difference of rewards comes to")
  func learned() throws {
    let model = try ScalarModel(folder: checkpoint("llama-reward"))
    var configuration = RewardModelConfiguration()
    configuration.optimization = .golden(learningRate: 1e-2, batchSize: 1)
    configuration.optimization.epochs = 80
    let notebook = Notebook()
    try trainRewardModel(
      model, on: [row(0.8)], configuration, seed: 1, recordingIn: notebook.journal())
    let margin = notebook.values(of: "margin").last ?? .nan
    #expect(abs(1 / (1 + exp(-margin)) - 0.8) < 0.03, "\(margin)")
    let entropy = -0.8 * log(0.8) - 0.2 * log(0.2)
    let loss = notebook.values(of: "loss").last ?? .nan
    #expect(abs(loss - entropy) < 0.02, "\(loss), due \(entropy)")
  }

  @Test("are refused where rankings are learned as choices")
  func choices() throws {
    var configuration = RewardModelConfiguration()
    configuration.objective = .plackettLuce
    let model = try ScalarModel(folder: checkpoint("llama-reward"))
    #expect(throws: TrainingError.self) {
      try trainRewardModel(model, on: [row(0.8)], configuration, seed: 1)
    }
  }
}
