import Batches
import Foundation
import Models
import NeuralNetworks
import Objectives
import Scoring
import Testing
import Torch

@testable import Training

@Suite("KTO")
struct KTOTests {
  init() { threadCount = 1 }

  private let rows: [JudgedSequence] = (0..<9).map { index in
    let prompt = [3 + index, 17, 40].prefix(1 + index % 3)
    let completion = (0..<2 + index % 4).map { (7 * $0 + 11 * index) % 90 + 5 }
    return JudgedSequence(
      TokenizedSequence(tokens: prompt + completion, completionStart: prompt.count),
      isDesirable: index % 3 != 1)
  }

  private func run(
    microBatchSize: Int = 0, epochs: Int = 2, loss: ProspectLoss = .kto
  ) throws -> (metrics: [[String: Double]], policy: LanguageModel, reference: LanguageModel) {
    let notebook = Notebook()
    var configuration = KTOConfiguration()
    configuration.optimization = .golden(learningRate: 1e-3, batchSize: 4)
    configuration.optimization.microBatchSize = microBatchSize
    configuration.optimization.epochs = epochs
    configuration.desirableWeight = 1.2
    configuration.loss = loss
    let policy = try LanguageModel(folder: checkpoint("llama-tied"))
    let reference = try policy.copy()
    try trainKTO(
      policy, from: reference, on: rows, configuration, seed: 1,
      recordingIn: notebook.journal())
    return (notebook.metrics, policy, reference)
  }

  @Test(
    "gives every metric the same value, however a batch is split", arguments: [1, 2, 3],
    ProspectLoss.allCases)
  func splits(microBatchSize: Int, loss: ProspectLoss) throws {
    let whole = try run(loss: loss).metrics
    let parts = try run(microBatchSize: microBatchSize, loss: loss).metrics
    #expect(whole.count == 6 && parts.count == 6)
    for (one, other) in zip(whole, parts) {
      #expect(Set(one.keys) == Set(other.keys))
      for (metric, value) in one {
        let difference = abs(value - (other[metric] ?? .nan))
        #expect(difference <= 1e-4 * max(1, abs(value)), "\(metric)")
      }
    }
  }

  @Test("starts at half the weights without KL, and leaves the reference alone")
  func start() throws {
    let run = try run()
    let first = run.metrics[0]
    // The first four rows: three good ones with weight 1.2 and a bad one.
    let due = (3 * 1.2 + 1) / 8
    #expect(abs((first["loss"] ?? .nan) - due) < 1e-6)
    #expect(abs(first["kl"] ?? .nan) < 1e-5)
    let fresh = try LanguageModel(folder: checkpoint("llama-tied"))
    #expect(largestDifference(fresh.parameters.named, run.reference.parameters.named) == 0)
  }

  @Test("makes good completions likelier than bad ones")
  func learning() throws {
    let last = try #require(try run(epochs: 8).metrics.last)
    #expect((last["rewards/margins"] ?? 0) > 0.01 || last["rewards/rejected"] == nil)
    #expect((last["kl"] ?? -1) >= 0)
  }

  @Test("takes its reference point from prompts with the completions of others")
  func referencePoint() throws {
    let run = try run()
    var configuration = KTOConfiguration()
    configuration.optimization.microBatchSize = 2
    let some = rows.prefix(4).map(\.sequence)
    let mixed = some.indices.map { index in
      let completion = some[(index + 3) % 4].completion
      let tokens = Array(some[index].prompt + completion)
      return TokenizedSequence(
        tokens: Array(tokens.prefix(some.map(\.tokens.count).max() ?? 0)),
        completionStart: some[index].prompt.count)
    }
    let due = withoutGradients {
      let batch = SequenceBatch(mixed, on: .cpu)
      let ratios =
        run.policy.logProbabilities(of: batch).ofSequences
        - run.reference.logProbabilities(of: batch).ofSequences
      return max(0, ratios.mean().value)
    }
    let frozen = FrozenModel(run.reference, nil, .float32)
    var none: RunningMoments?
    let found = configuration.referencePoint(of: run.policy, from: frozen, some, &none)
    #expect(due > 0 && abs(found - due) < 1e-5 * max(1, due), "\(found), due \(due)")
    let alone = configuration.referencePoint(of: run.policy, from: frozen, [some[0]], &none)
    #expect(alone == 0 && none == nil)
  }

  @Test("as BCO measures from the mean of all rewards so far")
  func runningMean() throws {
    let run = try run(loss: .binaryClassifier)
    #expect(abs((run.metrics[0]["loss"] ?? 0) - (3 * 1.2 + 1) / 4 * log(2)) < 1e-5)
    var configuration = KTOConfiguration()
    configuration.loss = .binaryClassifier
    configuration.beta = 0.3
    let frozen = FrozenModel(run.reference, nil, .float32)
    let rewards = withoutGradients {
      let batch = SequenceBatch(rows.map(\.sequence))
      return
        (0.3
        * (run.policy.logProbabilities(of: batch).ofSequences
          - run.reference.logProbabilities(of: batch).ofSequences))
        .floats.map(Double.init)
    }
    var state: RunningMoments?
    for part in [0..<4, 4..<9] {
      let point = configuration.referencePoint(
        of: run.policy, from: frozen, rows[part].map(\.sequence), &state)
      let due = rewards[..<part.upperBound].reduce(0, +) / Double(part.upperBound)
      #expect(abs(0.3 * point - due) < 1e-6, "\(0.3 * point), due \(due)")
    }
    #expect(state?.count == 9)
  }

  @Test("goes on after an interruption as if there had been none", arguments: ProspectLoss.allCases)
  func resume(loss: ProspectLoss) throws {
    var configuration = KTOConfiguration()
    configuration.optimization = .golden(learningRate: 1e-3, batchSize: 4)
    configuration.optimization.epochs = 2
    configuration.loss = loss
    let whole = try run(loss: loss)
    configuration.desirableWeight = 1.2
    let first = Notebook()
    first.interruptedAfter = 3
    let reference = try LanguageModel(folder: checkpoint("llama-tied"))
    try trainKTO(
      try reference.copy(), from: reference, on: rows, configuration, seed: 1,
      recordingIn: first.journal())
    let second = Notebook()
    let policy = try reference.copy()
    try trainKTO(
      policy, from: reference, on: rows, configuration, seed: 1,
      recordingIn: second.journal(from: first.folders[0]))
    #expect(first.metrics + second.metrics == whole.metrics)
    #expect(largestDifference(policy.parameters.named, whole.policy.parameters.named) == 0)
  }
}
