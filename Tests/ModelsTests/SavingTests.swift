import Foundation
import Models
import NeuralNetworks
import Testing
import Torch

@Suite("Saving")
struct SavingTests {
  private func members(_ file: URL) throws -> [String: Any] {
    let value = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
    return try #require(value as? [String: Any])
  }

  private func names(_ folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test("a model comes back as it was", arguments: GoldenTests.languageModels)
  func languageModels(name: String) throws {
    let fixture = try Fixture(name)
    let model = try LanguageModel(folder: fixture.folder)
    try withTemporaryFolder { folder in
      try model.save(to: folder)
      let again = try LanguageModel(folder: folder)
      let batch = try fixture.batch("right")
      #expect(batch.logits(of: again).floats == batch.logits(of: model).floats)
      #expect(
        try names(folder) == ["config.json", "generation_config.json", "model.safetensors"])
    }
  }

  @Test(
    "the tensors have the names and shapes of transformers' file",
    arguments: [
      "llama-tied", "qwen2-untied", "qwen3-tied", "gpt2-tied", "gpt2-untied",
      "gpt-neox-parallel", "gpt-neox-sequential", "mistral-window", "olmo2-untied",
      "phi3-window", "gemma2-untied", "gemma3-tied", "smollm3-window",
    ])
  func tensorNames(name: String) throws {
    let fixture = try Fixture(name)
    let due = try SafetensorsFile(fixture.folder.appendingPathComponent("model.safetensors"))
    try withTemporaryFolder { folder in
      try LanguageModel(folder: fixture.folder).save(to: folder)
      let found = try SafetensorsFile(folder.appendingPathComponent("model.safetensors"))
      #expect(found.names == due.names)
      for name in due.names { #expect(found.shape(of: name) == due.shape(of: name)) }
      #expect(found.metadata == ["format": "pt"])
    }
  }

  @Test("a reward model comes back as it was", arguments: GoldenTests.rewardModels)
  func rewardModels(name: String) throws {
    let fixture = try Fixture(name)
    let model = try ScalarModel(folder: fixture.folder)
    try withTemporaryFolder { folder in
      try model.save(to: folder)
      let again = try ScalarModel(folder: folder)
      let batch = try fixture.batch("right")
      #expect(batch.rewards(of: again).floats == batch.rewards(of: model).floats)
      let saved = try members(folder.appendingPathComponent("config.json"))
      let before = try members(fixture.folder.appendingPathComponent("config.json"))
      #expect(NSDictionary(dictionary: saved) == NSDictionary(dictionary: before))
    }
  }

  @Test("a new model opens again", arguments: ModelConfiguration.Family.allCases, [true, false])
  func newModels(family: ModelConfiguration.Family, isTied: Bool) throws {
    let configuration = tinyConfiguration(family, tiesEmbeddings: isTied)
    let model = try LanguageModel(configuration, using: Generator(seed: 9))
    try withTemporaryFolder { folder in
      try model.save(to: folder)
      let again = try LanguageModel(folder: folder)
      #expect(again.parameters.named.map(\.name) == model.parameters.named.map(\.name))
      #expect(
        again.parameters.named.map(\.tensor.floats) == model.parameters.named.map(\.tensor.floats))
      #expect(again.configuration.endTokens == [2])
      #expect(again.configuration.hiddenWidth == 12)
      let scalar = try ScalarModel(configuration, using: Generator(seed: 9))
      try scalar.save(to: folder)
      #expect(try ScalarModel(folder: folder).scoreWeight.floats == scalar.scoreWeight.floats)
    }
  }

  @Test("shards hold the same model as one file, and leave nothing old behind")
  func shards() throws {
    let fixture = try Fixture("llama-sharded")
    let model = try LanguageModel(folder: fixture.folder)
    let batch = try fixture.batch("right")
    try withTemporaryFolder { folder in
      try model.save(to: folder, maximumShardBytes: 40_000)
      #expect(
        try names(folder).filter { $0.contains("model") } == [
          "model-00001-of-00003.safetensors", "model-00002-of-00003.safetensors",
          "model-00003-of-00003.safetensors", "model.safetensors.index.json",
        ])
      let index = try members(folder.appendingPathComponent("model.safetensors.index.json"))
      #expect((index["metadata"] as? [String: Int])?["total_size"] == 94_848)
      #expect((index["weight_map"] as? [String: String])?.count == 21)
      let sharded = try LanguageModel(folder: folder)
      #expect(batch.logits(of: sharded).floats == batch.logits(of: model).floats)
      try model.save(to: folder)
      #expect(try names(folder).filter { $0.hasPrefix("model") } == ["model.safetensors"])
      let whole = try LanguageModel(folder: folder)
      #expect(batch.logits(of: whole).floats == batch.logits(of: model).floats)
    }
  }

  @Test("training does not change the file that the weights came from")
  func ownMemory() throws {
    try withTemporaryFolder { parent in
      let folder = try EditedFolder("llama-tied", in: parent).url
      let model = try LanguageModel(folder: folder)
      withoutGradients { model.outputWeight.fill(0) }
      let again = try LanguageModel(folder: folder)
      #expect(again.outputWeight.floats.contains { $0 != 0 })
    }
  }

  @Test("weights can be held and written in half precision")
  func halfPrecision() throws {
    let fixture = try Fixture("llama-bf16")
    let single = try LanguageModel(folder: fixture.folder)
    let half = try LanguageModel(folder: fixture.folder, in: .bfloat16)
    try withTemporaryFolder { folder in
      try half.save(to: folder)
      let file = try SafetensorsFile(folder.appendingPathComponent("model.safetensors"))
      #expect(file.dtype(of: "model.norm.weight") == .bfloat16)
      let saved = try members(folder.appendingPathComponent("config.json"))
      #expect(saved["dtype"] as? String == "bfloat16")
      let again = try LanguageModel(folder: folder)
      #expect(again.outputWeight.floats == single.outputWeight.floats)
    }
  }
}
