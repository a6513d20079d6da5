import Batches
import Foundation
import Models
import NeuralNetworks
import Objectives
import Scoring
import Testing
import Torch

@testable import Training

@Suite("ODIN")
struct LengthDebiasingTrainingTests {
  init() { threadCount = 1 }

  private func configuration(_ epochs: Int = 1) -> RewardModelConfiguration {
    var configuration = RewardModelConfiguration()
    configuration.optimization = .golden(learningRate: 3e-3, batchSize: 8)
    configuration.optimization.epochs = epochs
    configuration.lengthDebiasing = .odin
    return configuration
  }

  /// The longer completion of each pair is the preferred one, save one in four.
  private func rankings() -> [TokenizedRanking] {
    (0..<16).map { row in
      let sequences = [4 + row % 5, 12 + row % 7].enumerated().map { side, length in
        TokenizedSequence(
          tokens: (0..<length).map { (row * 31 + side * 7 + $0 * 17 + $0 * $0 * 5) % 120 + 3 },
          completionStart: 2)
      }
      return TokenizedRanking(sequences: sequences, ranks: row % 4 == 0 ? [1, 2] : [2, 1])
    }
  }

  private func model() throws -> ScalarModel {
    try ScalarModel(
      trunkOf: LanguageModel(folder: checkpoint("llama-tied")), headGenerator: Generator(seed: 2),
      headCount: 2)
  }

  @Test("loses what its terms add up to")
  func terms() throws {
    let (model, notebook) = (try model(), Notebook())
    var settings = configuration()
    settings.lengthCorrelationWeight = 0.7
    settings.orthogonalityWeight = 0.3
    let rows = Array(rankings().prefix(8))
    let due = withoutGradients {
      let batch = RankingBatch(rows, on: .cpu)
      let rewards = model.headRewards(of: batch.sequences)
      let (quality, length) = (rewards.select(0, along: 1), rewards.select(1, along: 1))
      let total = quality + length
      let preference = pairwisePreferenceLoss(
        chosenRewards: total.rows(at: batch.winners), rejectedRewards: total.rows(at: batch.losers))
      let tokens = Tensor(rows.flatMap(\.sequences).map { Float($0.completion.count) })
      let entanglement = lengthEntanglement(
        qualityRewards: quality, lengthRewards: length, lengths: tokens)
      let overlap = headOverlap(
        model.scoreWeight.select(0, along: 0), model.scoreWeight.select(1, along: 0))
      return preference.mean().value + 0.7 * entanglement.value + 0.3 * overlap.value
    }
    try trainRewardModel(model, on: rows, settings, seed: 1, recordingIn: notebook.journal())
    #expect(relativeError(notebook.metrics[0]["loss"] ?? .nan, due) < 1e-5)
  }

  @Test("leaves the length to one head, and keeps the other")
  func learning() throws {
    let (model, notebook) = (try model(), Notebook())
    try trainRewardModel(
      model, on: rankings(), configuration(40), seed: 1, recordingIn: notebook.journal())
    let last = try #require(notebook.metrics.last)
    #expect((last["odin/length_correlation"] ?? 0) > 0.8)
    #expect(abs(last["odin/quality_correlation"] ?? 1) < 0.3)
    #expect((last["odin/head_overlap"] ?? 1) < 0.2)
    let kept = try model.keeping(heads: [0])
    let batch = SequenceBatch(rankings().flatMap(\.sequences))
    let due = withoutGradients { model.headRewards(of: batch).select(0, along: 1).floats }
    let found = withoutGradients { kept.rewards(of: batch).floats }
    for (a, b) in zip(found, due) { #expect(abs(a - b) < 1e-5) }
  }
}
