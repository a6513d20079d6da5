import Batches
import Datasets
import Foundation
import Models
import NeuralNetworks
import Testing
import Tokenizers
import Torch

@testable import Training

/// What TRL itself computed: beside the repository on the project's own machines only.
///
/// Elsewhere these tests are skipped.
private let shared = fixtures.appendingPathComponent("../../../shared/fixtures").standardizedFileURL

private let hasShared = FileManager.default.fileExists(
  atPath: shared.appendingPathComponent("parity").path)

@Suite(
  "The per-step losses of TRL",
  .enabled(if: hasShared, "TRL's traces (../shared/fixtures/parity) are not on this machine"))
struct TRLParityTests {
  init() { threadCount = 1 }

  private struct Trace: Decodable {
    struct Settings: Decodable {
      let learningRate: Double
      let perDeviceTrainBatchSize: Int
    }
    let trlConfig: Settings
    let lossesFromComputeLoss: [Double]
    let finalParamL2: [String: Double]
  }

  private func trace(_ name: String) throws -> Trace {
    let file = shared.appendingPathComponent("parity/\(name)/config.json")
    // Python writes a loss that is not finite as no JSON parser reads it.
    let text = try String(contentsOf: file, encoding: .utf8)
      .replacing("-Infinity", with: "0").replacing("Infinity", with: "0").replacing(
        "NaN", with: "0")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Trace.self, from: Data(text.utf8))
  }

  private func model(_ name: String) -> URL { shared.appendingPathComponent("models/\(name)") }

  private func data(_ name: String) -> URL { shared.appendingPathComponent("data/\(name).jsonl") }

  private func settings(_ trace: Trace) -> OptimizationConfiguration {
    var settings = OptimizationConfiguration.golden(
      learningRate: trace.trlConfig.learningRate,
      batchSize: trace.trlConfig.perDeviceTrainBatchSize)
    settings.maximumSteps = trace.lossesFromComputeLoss.count
    return settings
  }

  private func tokenizer(_ name: String) throws -> SequenceTokenizer {
    SequenceTokenizer(try Tokenizer(folder: model(name)), maximumLength: 256)
  }

  private func expect(_ found: [Double], _ trace: Trace) {
    #expect(found.count == trace.lossesFromComputeLoss.count)
    for (step, (a, b)) in zip(found, trace.lossesFromComputeLoss).enumerated() {
      #expect(abs(a - b) / abs(b) < 1e-4, "step \(step + 1): \(a), TRL \(b)")
    }
  }

  private func expectWeights(
    _ named: [(name: String, tensor: Tensor)], _ trace: Trace
  ) {
    for (name, tensor) in named {
      guard let due = trace.finalParamL2[name] else { continue }
      let found = withoutGradients { tensor.norm().value }
      #expect(relativeError(found, due) < 1e-3, "the length of \(name)")
    }
  }

  @Test("of SFT", arguments: ["llama-nano", "qwen3-nano"])
  func sft(name: String) throws {
    let trace = try trace("sft-\(name)")
    let rows = try tokenizer(name).sequences(readDemonstrations(from: data("sft")).rows).rows
    let policy = try LanguageModel(folder: model(name))
    var configuration = SFTConfiguration()
    configuration.optimization = settings(trace)
    let notebook = Notebook()
    try trainSFT(policy, on: rows, configuration, seed: 0, recordingIn: notebook.journal())
    expect(notebook.values(of: "loss"), trace)
    expectWeights(policy.parameters.named, trace)
  }

  @Test("of the reward model")
  func rewardModel() throws {
    let trace = try trace("reward-llama-nano")
    let rows = try tokenizer("llama-nano-rm").rankings(readRankings(from: data("pref")).rows).rows
    let reward = try ScalarModel(folder: model("llama-nano-rm"))
    var configuration = RewardModelConfiguration()
    configuration.optimization = settings(trace)
    let notebook = Notebook()
    try trainRewardModel(
      reward, on: rows, configuration, seed: 0, recordingIn: notebook.journal())
    expect(notebook.values(of: "loss"), trace)
    expectWeights(reward.parameters.named, trace)
  }

  @Test("of DPO", arguments: ["llama-nano", "qwen3-nano"])
  func dpo(name: String) throws {
    let trace = try trace("dpo-\(name)")
    let rows = try tokenizer(name).comparisons(readComparisons(from: data("pref")).rows).rows
    let policy = try LanguageModel(folder: model(name))
    var configuration = DPOConfiguration()
    configuration.optimization = settings(trace)
    let notebook = Notebook()
    try trainDPO(
      policy, from: try policy.copy(), on: rows, configuration, seed: 0,
      recordingIn: notebook.journal())
    expect(notebook.values(of: "loss"), trace)
    expectWeights(policy.parameters.named, trace)
  }
}
