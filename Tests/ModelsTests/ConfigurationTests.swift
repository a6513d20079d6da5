import Foundation
import Models
import NeuralNetworks
import Testing
import Torch

@Suite("config.json")
struct ConfigurationTests {
  static let llama = """
    {"model_type": "llama", "architectures": ["LlamaForCausalLM"], "vocab_size": 10,
    "hidden_size": 8, "intermediate_size": 6, "num_hidden_layers": 3, "num_attention_heads": 4,
    "num_key_value_heads": 2, "rms_norm_eps": 1e-05, "eos_token_id": [7, 8], "pad_token_id": -1,
    "rope_theta": 10000.0, "attention_dropout": 0.0, "max_position_embeddings": 64,
    "torch_dtype": "bfloat16", "custom": {"kept": [1, 2.0, null, true, "a/b \\"c\\" ü"]}}
    """

  private func configuration(_ text: String = llama) throws -> ModelConfiguration {
    try ModelConfiguration(json: Data(text.utf8))
  }

  @Test("numbers, lists and absent keys are read as transformers does")
  func reading() throws {
    let configuration = try configuration()
    #expect(configuration.family == .llama)
    #expect(configuration.headWidth == 2)
    #expect(configuration.layerCount == 3)
    #expect(configuration.keyValueHeadCount == 2)
    #expect(configuration.normEpsilon == 1e-5)
    #expect(configuration.endTokens == [7, 8])
    #expect(configuration.paddingToken == nil)
    #expect(configuration.beginningToken == nil)
    #expect(!configuration.tiesEmbeddings)
    #expect(configuration.layers == Array(repeating: ModelConfiguration.Layer(), count: 3))
  }

  @Test("what is not understood is written again, with numbers as they were")
  func preserving() throws {
    let text = try String(
      decoding: configuration().json(for: .language, in: .float32), as: UTF8.self)
    let due = """
      {
        "architectures": [
          "LlamaForCausalLM"
        ],
        "attention_dropout": 0.0,
        "custom": {
          "kept": [
            1,
            2.0,
            null,
            true,
            "a/b \\"c\\" ü"
          ]
        },
        "eos_token_id": [
          7,
          8
        ],
        "hidden_size": 8,
        "intermediate_size": 6,
        "max_position_embeddings": 64,
        "model_type": "llama",
        "num_attention_heads": 4,
        "num_hidden_layers": 3,
        "num_key_value_heads": 2,
        "pad_token_id": -1,
        "rms_norm_eps": 1e-05,
        "rope_theta": 10000.0,
        "torch_dtype": "float32",
        "vocab_size": 10
      }

      """
    #expect(text == due)
  }

  @Test("changed tokens and the head are written")
  func changing() throws {
    var configuration = try configuration()
    configuration.endTokens = [3]
    configuration.paddingToken = 4
    let again = try ModelConfiguration(json: configuration.json(for: .scalar, in: .float32))
    #expect(again.endTokens == [3])
    #expect(again.paddingToken == 4)
    let text = String(decoding: again.json(for: .scalar, in: .float32), as: UTF8.self)
    #expect(text.contains("LlamaForSequenceClassification"))
    #expect(text.contains("LABEL_0"))
  }

  @Test(
    "every kind of rotary scaling of a new model is read back",
    arguments: [
      RotaryScaling.none, .linear(factor: 2), .dynamic(factor: 3),
      .yarn(RotaryScaling.YaRN(factor: 4, originalPositions: 32, fastTurns: 16)),
      .llama3(RotaryScaling.Llama3(factor: 8, lowTurns: 1, highTurns: 4, originalPositions: 32)),
      .longrope(
        RotaryScaling.LongRoPE(
          shortFactors: [1, 2], longFactors: [3, 4], factor: 4, originalPositions: 32)),
    ])
  func scalings(scaling: RotaryScaling) throws {
    let configuration = ModelConfiguration(
      vocabularySize: 9, width: 8, layerCount: 1, headCount: 2, maximumPositions: 128,
      rotary: ModelConfiguration.Rotary(base: 500, scaling: scaling))
    let again = try ModelConfiguration(json: configuration.json(for: .language, in: .float32))
    #expect(again.layers[0].rotary?.scaling == scaling)
    #expect(again.layers[0].rotary?.base == 500)
  }

  @Test("windows of older files, which do not name the kinds of layers")
  func oldWindows() throws {
    try withTemporaryFolder { parent in
      let folder = try EditedFolder("qwen2-window", in: parent)
      try folder.configure(["layer_types": nil])
      let fixture = try Fixture("qwen2-window")
      let model = try LanguageModel(folder: folder.url)
      #expect(model.configuration.layers.map(\.window) == [nil, 4])
      let due = try fixture.tensor("right.logits")
      expectClose(try fixture.batch("right").logits(of: model), due, within: 1e-4)
      try folder.configure(["use_sliding_window": false])
      #expect(try ModelConfiguration(folder: folder.url).layers.map(\.window) == [nil, nil])
    }
  }

  @Test("a family's own settings are written and read back")
  func ownSettings() throws {
    func again(_ new: ModelConfiguration) throws -> ModelConfiguration {
      try ModelConfiguration(json: new.json(for: .language, in: .float32))
    }
    typealias Layer = ModelConfiguration.Layer
    let neoX = ModelConfiguration(
      family: .gptNeoX, vocabularySize: 9, width: 16, layerCount: 1, headCount: 2,
      maximumPositions: 64, hasAttentionBias: false,
      rotary: ModelConfiguration.Rotary(base: 77, share: 0.5), isParallel: true)
    #expect(try again(neoX).isParallel)
    #expect(try again(neoX).layers == [Layer(rotary: .init(base: 77, share: 0.5))])
    #expect(try !again(neoX).hasAttentionBias)
    let qwen2 = ModelConfiguration(
      family: .qwen2, vocabularySize: 9, width: 16, layerCount: 2, headCount: 2,
      maximumPositions: 64, layers: [Layer(window: 3), Layer()])
    #expect(try again(qwen2).layers.map(\.window) == [3, nil])
    let mistral = ModelConfiguration(
      family: .mistral, vocabularySize: 9, width: 16, layerCount: 2, headCount: 2,
      maximumPositions: 64, layers: [Layer(window: 3), Layer(window: 3)])
    #expect(try again(mistral).layers.map(\.window) == [3, 3])
    let smolLM3 = ModelConfiguration(
      family: .smolLM3, vocabularySize: 9, width: 16, layerCount: 2, headCount: 2,
      maximumPositions: 64, layers: [Layer(window: 3, rotary: nil), Layer()])
    #expect(try again(smolLM3).layers == smolLM3.layers)
  }

  @Test("Gemma's and Phi-3's settings are written and read back")
  func gemmaSettings() throws {
    func again(_ new: ModelConfiguration) throws -> ModelConfiguration {
      try ModelConfiguration(json: new.json(for: .language, in: .float32))
    }
    typealias Layer = ModelConfiguration.Layer
    let softcaps = ModelConfiguration.Softcaps(attention: 50, logits: 30)
    let gemma2 = ModelConfiguration(
      family: .gemma2, vocabularySize: 9, width: 16, layerCount: 2, headCount: 2,
      maximumPositions: 64, layers: [Layer(window: 3), Layer()],
      attentionScale: 1 / 20.0.squareRoot(), softcaps: softcaps)
    #expect(try again(gemma2).softcaps == softcaps)
    #expect(try again(gemma2).attentionScale == 1 / 20.0.squareRoot())
    #expect(try again(gemma2).layers.map(\.window) == [3, nil])
    let layers = [
      Layer(window: 3, rotary: .init(base: 20)), Layer(rotary: .init(scaling: .linear(factor: 8))),
    ]
    let gemma3 = ModelConfiguration(
      family: .gemma3, vocabularySize: 9, width: 16, layerCount: 2, headCount: 2,
      maximumPositions: 64, layers: layers)
    #expect(try again(gemma3).layers == layers)
    #expect(try again(gemma3).softcaps == ModelConfiguration.Softcaps())
    let longrope = RotaryScaling.LongRoPE(
      shortFactors: [1], longFactors: [2], factor: 2, originalPositions: 32)
    let phi3 = ModelConfiguration(
      family: .phi3, vocabularySize: 9, width: 16, layerCount: 1, headCount: 2,
      maximumPositions: 64, rotary: .init(scaling: .longrope(longrope), share: 0.25))
    #expect(try again(phi3).layers[0].rotary?.scaling == .longrope(longrope))
    #expect(try again(phi3).layers[0].rotary?.share == 0.25)
  }

  @Test("what Mistral, Phi-3 and Gemma mean where they say nothing")
  func silences() throws {
    try withTemporaryFolder { parent in
      func configuration(_ fixture: String, without keys: [String]) throws -> ModelConfiguration {
        let folder = try EditedFolder(fixture, in: parent)
        try folder.configure(Dictionary(uniqueKeysWithValues: keys.map { ($0, nil) }))
        return try ModelConfiguration(folder: folder.url)
      }
      let mistral = try configuration("mistral-window", without: ["sliding_window"])
      let heads = try EditedFolder("mistral-tied", in: parent)
      try heads.configure(["num_key_value_heads": NSNull(), "num_attention_heads": 16])
      #expect(try ModelConfiguration(folder: heads.url).keyValueHeadCount == 16)
      try heads.configure(["num_key_value_heads": nil])
      #expect(try ModelConfiguration(folder: heads.url).keyValueHeadCount == 8)
      #expect(mistral.layers.map(\.window) == [4096, 4096])
      #expect(
        try ModelConfiguration(folder: Fixture("mistral-tied").folder).layers[0].window == nil)
      let phi3 = try configuration("phi3-window", without: ["sliding_window"])
      #expect(phi3.layers.map(\.window) == [nil, nil])
      let gemma2 = try configuration(
        "gemma2-untied",
        without: [
          "final_logit_softcapping", "attn_logit_softcapping", "query_pre_attn_scalar",
          "sliding_window", "layer_types", "tie_word_embeddings",
        ])
      #expect(gemma2.softcaps == ModelConfiguration.Softcaps(attention: 50, logits: 30))
      #expect(gemma2.attentionScale == 0.0625)
      #expect(gemma2.layers.map(\.window) == [4096, nil])
      #expect(gemma2.tiesEmbeddings)
      let smolLM3 = try configuration(
        "smollm3-window", without: ["no_rope_layers", "layer_types", "rope_parameters"])
      #expect(smolLM3.layers == Array(repeating: .init(rotary: .init(base: 2_000_000)), count: 2))
      let gemma3 = try configuration(
        "gemma3-capped", without: ["final_logit_softcapping", "rope_parameters"])
      #expect(gemma3.softcaps == ModelConfiguration.Softcaps())
      #expect(gemma3.layers.map(\.rotary?.base) == [10_000, 1_000_000])
    }
  }

  @Test("what a family's file cannot say ends the program, by name")
  func unsayable() async throws {
    let ended = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = ModelConfiguration(
        family: .llama, vocabularySize: 9, width: 16, layerCount: 1, headCount: 2,
        maximumPositions: 64, layers: [ModelConfiguration.Layer(window: 3)], isParallel: true)
    }
    let message = String(decoding: try #require(ended).standardErrorContent, as: UTF8.self)
    #expect(message.contains(#"config.json of ‘llama’ cannot say ["layers", "isParallel"]"#))
  }

  @Test("the end tokens of generation_config.json come first, and its other keys stay")
  func generation() throws {
    try withTemporaryFolder { parent in
      let folder = try EditedFolder("llama-tied", in: parent).url
      let file = folder.appendingPathComponent("generation_config.json")
      try Data(#"{"eos_token_id": [5, 2], "temperature": 0.6}"#.utf8).write(to: file)
      let model = try LanguageModel(folder: folder)
      #expect(model.configuration.endTokens == [5, 2])
      try model.save(to: folder)
      let text = try String(contentsOf: file, encoding: .utf8)
      #expect(text.contains(#""temperature": 0.6"#))
      #expect(try ModelConfiguration(folder: folder).endTokens == [5, 2])
    }
  }

  @Test("a dynamic embedding keeps its sense for longer texts")
  func contextLength() {
    func length(_ scaling: RotaryScaling) -> Int {
      ModelConfiguration(
        vocabularySize: 9, width: 8, layerCount: 1, headCount: 2, maximumPositions: 32,
        rotary: ModelConfiguration.Rotary(scaling: scaling)
      ).contextLength
    }
    #expect(length(.none) == 32)
    #expect(length(.linear(factor: 4)) == 32)
    #expect(length(.dynamic(factor: 2)) == 64)
  }
}
