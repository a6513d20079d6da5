import Batches
import Foundation
import Models
import NeuralNetworks
import Scoring
import Testing
import Torch

@testable import Training

@Suite("A reward model of steps")
struct StepwiseRewardModelTests {
  init() { threadCount = 1 }

  /// Steps that are wrong end with another token.
  private func rows() -> [StepwiseSequence] {
    (0..<9).map { row in
      var (tokens, ends, labels) = ([3 + row, 9], [Int](), [Bool]())
      for step in 0..<(1 + row % 3) {
        let isRight = (row + step) % 2 == 0
        tokens += [(row * 5 + step * 11) % 60 + 20, isRight ? 100 : 101, 4]
        ends.append(tokens.count - 1)
        labels.append(isRight)
      }
      return StepwiseSequence(
        TokenizedSequence(tokens: tokens, completionStart: 2), ends: ends, labels: labels)
    }
  }

  private func settings(_ microBatchSize: Int = 0, epochs: Int = 2) -> RewardModelConfiguration {
    var configuration = RewardModelConfiguration()
    configuration.objective = .stepwise
    configuration.optimization = .golden(learningRate: 3e-3, batchSize: 4)
    configuration.optimization.microBatchSize = microBatchSize
    configuration.optimization.epochs = epochs
    return configuration
  }

  private func trained(
    _ configuration: RewardModelConfiguration
  ) throws -> (ScalarModel, [[String: Double]]) {
    let model = try ScalarModel(folder: checkpoint("llama-reward"))
    let notebook = Notebook()
    try trainStepwiseRewardModel(
      model, on: rows(), configuration, seed: 1, recordingIn: notebook.journal())
    return (model, notebook.metrics)
  }

  @Test("gives every metric the same value, however a batch is split", arguments: [1, 2, 3])
  func splits(microBatchSize: Int) throws {
    let (whole, parts) = (try trained(settings()).1, try trained(settings(microBatchSize)).1)
    #expect(whole.count == 6)
    for (one, other) in zip(whole, parts) {
      #expect(Set(one.keys) == Set(other.keys))
      for (name, value) in one {
        #expect(relativeError(other[name] ?? .nan, value) < 1e-4, "\(name)")
      }
    }
  }

  @Test("judges a step from what came before it alone")
  func causality() throws {
    let model = try ScalarModel(folder: checkpoint("llama-reward"))
    let row = rows()[2]
    let all = model.scores(of: SequenceBatch([row.sequence]), at: [row.ends]).floats
    let first = TokenizedSequence(
      tokens: Array(row.sequence.tokens[...row.ends[0]]), completionStart: 2)
    #expect(abs(model.rewards(of: SequenceBatch([first])).floats[0] - all[0]) < 1e-5)
    let padded = model.scores(
      of: SequenceBatch([row.sequence, rows()[0].sequence], minimumTime: 20),
      at: [row.ends, rows()[0].ends]
    ).floats
    for (a, b) in zip(all, padded) { #expect(abs(a - b) < 1e-5) }
    #expect(padded.count == row.ends.count + 1)
  }

  @Test("learns which steps are right, and says in its folder what ends one")
  func learning() throws {
    let (model, metrics) = try trained(settings(epochs: 30))
    #expect((metrics.last?["loss"] ?? 1) < 0.1)
    let found = stepwiseMetrics(of: model, on: rows(), settings())
    #expect(found["accuracy"] == 1 && found["accuracy/right"] == 1 && found["accuracy/wrong"] == 1)
    #expect(model.configuration.rewardHeads.stepSeparator == "\n")
  }
}
