import Foundation
import Models
import NeuralNetworks
import Testing
import Torch

@Suite("The average of weights")
struct WeightAverageTests {
  private func scalar(_ average: WeightAverage) throws -> ScalarModel {
    guard case .scalar(let model) = average else {
      throw ModelError.file(path: "", reason: "no reward model")
    }
    return model
  }

  /// Folders of reward models on one trunk, with heads from several seeds.
  private func models(in parent: URL, seeds: [UInt64]) throws -> [URL] {
    let language = try LanguageModel(folder: Fixture("llama-untied").folder)
    return try seeds.map { seed in
      let folder = parent.appendingPathComponent("model-\(seed)")
      let model = try ScalarModel(
        trunkOf: language, headGenerator: Generator(seed: seed), headCount: 2)
      model.configuration.rewardHeads.shifts = [Double(seed), 1]
      try model.save(to: folder)
      return folder
    }
  }

  @Test("is the mean of every weight, and of the shifts, in any order")
  func mean() throws {
    try withTemporaryFolder { parent in
      let folders = try models(in: parent, seeds: [1, 2, 6])
      let average = try scalar(WeightAverage(of: folders))
      let heads = try folders.map { try ScalarModel(folder: $0).scoreWeight.floats }
      for (index, value) in average.scoreWeight.floats.enumerated() {
        let due = heads.reduce(0.0) { $0 + Double($1[index]) } / 3
        #expect(abs(Double(value) - due) < 1e-6)
      }
      #expect(average.configuration.rewardHeads.shifts == [3, 1])
      let other = try scalar(WeightAverage(of: folders.reversed()))
      expectClose(other.scoreWeight, average.scoreWeight, within: 1e-6)
    }
  }

  @Test("of equal models is that model, to the last bit")
  func equal() throws {
    let folder = try Fixture("qwen2-reward").folder
    let average = try scalar(WeightAverage(of: [folder, folder, folder]))
    let model = try ScalarModel(folder: folder)
    for ((name, a), (_, b)) in zip(average.parameters.named, model.parameters.named) {
      #expect(a.floats == b.floats, "\(name)")
    }
  }

  @Test("of language models is a language model that can be opened again")
  func languageModels() throws {
    try withTemporaryFolder { parent in
      let first = try Fixture("llama-untied").folder
      let model = try LanguageModel(folder: first)
      withoutGradients { for (_, tensor) in model.parameters.named { tensor.scale(by: 3) } }
      let second = parent.appendingPathComponent("second")
      try model.save(to: second)
      let average = try WeightAverage(of: [first, second])
      try average.save(to: parent.appendingPathComponent("mean"))
      let mean = try LanguageModel(folder: parent.appendingPathComponent("mean"))
      let due = try LanguageModel(folder: first)
      for ((name, a), (_, b)) in zip(mean.parameters.named, due.parameters.named) {
        let distance = withoutGradients { (a - 2 * b).absolute().max().value }
        #expect(distance < 1e-6, "\(name)")
      }
    }
  }

  @Test("refuses models of different families, sizes or kinds")
  func refusals() throws {
    let reward = try Fixture("llama-reward").folder
    for other in ["qwen2-reward", "llama-untied", "gpt2-reward", "llama-bias"] {
      let error = #expect(throws: ModelError.self) {
        try WeightAverage(of: [reward, Fixture(other).folder])
      }
      #expect(error.map { "\($0)" }?.contains("cannot be averaged") == true)
    }
  }
}
