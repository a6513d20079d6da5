import Foundation
import Models
import NeuralNetworks
import Testing
import Torch

@Suite("What is wrong with a folder is said in one sentence")
struct ErrorTests {
  /// A change to a good folder, and what the message must name.
  struct Fault: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var fixture = "llama-untied"
    let change: @Sendable (EditedFolder) throws -> Void
    let named: [String]
  }

  static let configurations: [Fault] = [
    Fault(
      testDescription: "another head",
      change: { try $0.configure(["architectures": ["LlamaForQuestionAnswering"]]) },
      named: ["‘LlamaForQuestionAnswering’", "LlamaForCausalLM", "config.json"]),
    Fault(
      testDescription: "a reward model", fixture: "llama-reward", change: { _ in },
      named: ["‘LlamaForSequenceClassification’", "LlamaForCausalLM"]),
    Fault(
      testDescription: "a missing key", change: { try $0.configure(["hidden_size": nil]) },
      named: ["‘hidden_size’", "missing", "config.json"]),
    Fault(
      testDescription: "a value of the wrong type",
      change: { try $0.configure(["num_hidden_layers": "two"]) },
      named: ["‘num_hidden_layers’", "\"two\"", "whole number"]),
    Fault(
      testDescription: "no layers", change: { try $0.configure(["num_hidden_layers": 0]) },
      named: ["‘num_hidden_layers’", "positive"]),
    Fault(
      testDescription: "key heads that do not divide the heads",
      change: { try $0.configure(["num_key_value_heads": 3]) },
      named: ["‘num_key_value_heads’", "3", "a divisor of 4"]),
    Fault(
      testDescription: "more layers than memory",
      change: { try $0.configure(["num_hidden_layers": 1_000_000_000]) },
      named: ["‘num_hidden_layers’", "1000000000", "up to 10000"]),
    Fault(
      testDescription: "a missing size in a family's own words", fixture: "gpt2-tied",
      change: { try $0.configure(["n_embd": nil]) }, named: ["‘n_embd’", "missing"]),
    Fault(
      testDescription: "an unknown scaling",
      change: { try $0.configure(["rope_parameters": ["rope_type": "spiral", "factor": 2]]) },
      named: ["‘rope_parameters.rope_type’", "spiral"]),
    Fault(
      testDescription: "a scaling without its factor",
      change: { try $0.configure(["rope_parameters": ["rope_type": "linear"]]) },
      named: ["‘rope_parameters.factor’", "missing"]),
    Fault(
      testDescription: "partly turned heads",
      change: { try $0.configure(["partial_rotary_factor": 0.5]) },
      named: ["‘partial_rotary_factor’", "0.5"]),
    Fault(
      testDescription: "quantized weights",
      change: { try $0.configure(["quantization_config": ["bits": 4]]) },
      named: ["‘quantization_config’"]),
    Fault(
      testDescription: "an unknown activation",
      change: { try $0.configure(["hidden_act": "mish"]) },
      named: ["‘hidden_act’", "mish"]),
    Fault(
      testDescription: "other attention", fixture: "gpt2-tied",
      change: { try $0.configure(["scale_attn_by_inverse_layer_idx": true]) },
      named: ["‘scale_attn_by_inverse_layer_idx’"]),
    Fault(
      testDescription: "no JSON",
      change: {
        try Data("{\"model_type\": ".utf8).write(to: $0.url.appendingPathComponent("config.json"))
      }, named: ["config.json", "not a JSON object"]),
    Fault(
      testDescription: "no configuration", change: { try $0.remove("config.json") },
      named: ["config.json", "no such file"]),
  ]

  static let weights: [Fault] = [
    Fault(
      testDescription: "a missing tensor",
      change: { try $0.changeTensors { $0.filter { $0.name != "model.norm.weight" } } },
      named: ["‘model.norm.weight’", "not there", "model.safetensors"]),
    Fault(
      testDescription: "a misshapen tensor",
      change: { try $0.change("model.layers.1.mlp.up_proj.weight") { $0.slice(0..<9, along: 0) } },
      named: ["‘model.layers.1.mlp.up_proj.weight’", "[9, 32]", "[48, 32]", "model.safetensors"]),
    Fault(
      testDescription: "a tensor too many",
      change: { try $0.changeTensors { $0 + [("model.layers.2.odd", Tensor([1.0]))] } },
      named: ["‘model.layers.2.odd’", "model.safetensors"]),
    Fault(
      testDescription: "not a number",
      change: {
        try $0.change("model.layers.0.self_attn.k_proj.weight") {
          $0.select(0, along: 0).fill(.nan)
          return $0
        }
      }, named: ["‘model.layers.0.self_attn.k_proj.weight’", "infinite or not numbers"]),
    Fault(
      testDescription: "infinity",
      change: {
        try $0.change("lm_head.weight") {
          $0.select(1, along: 1).fill(.infinity)
          return $0
        }
      }, named: ["‘lm_head.weight’", "infinite"]),
    Fault(
      testDescription: "integers", change: { try $0.change("model.norm.weight") { $0.to(.int8) } },
      named: ["‘model.norm.weight’", "I8"]),
    Fault(
      testDescription: "a file that is cut off",
      change: {
        let file = $0.url.appendingPathComponent("model.safetensors")
        try Data(contentsOf: file).dropLast(40).write(to: file)
      }, named: ["model.safetensors", "‘model.norm.weight’"]),
    Fault(
      testDescription: "no weights", change: { try $0.remove("model.safetensors") },
      named: ["llama-untied", "neither model.safetensors nor"]),
    Fault(
      testDescription: "weights as a program",
      change: {
        try $0.remove("model.safetensors")
        try Data().write(to: $0.url.appendingPathComponent("pytorch_model.bin"))
      }, named: ["pytorch_model.bin"]),
    Fault(
      testDescription: "a missing shard", fixture: "llama-sharded",
      change: { try $0.remove("model-00002-of-00003.safetensors") },
      named: ["model-00002-of-00003.safetensors"]),
    Fault(
      testDescription: "a shard elsewhere", fixture: "llama-sharded",
      change: {
        let file = $0.url.appendingPathComponent("model.safetensors.index.json")
        let text = #"{"weight_map": {"lm_head.weight": "../other.safetensors"}}"#
        try Data(text.utf8).write(to: file)
      }, named: ["model.safetensors.index.json", "‘lm_head.weight’", "../other.safetensors"]),
    Fault(
      testDescription: "a tensor that the index promises and the shard lacks",
      fixture: "llama-sharded",
      change: {
        let file = $0.url.appendingPathComponent("model.safetensors.index.json")
        let text = try String(contentsOf: file, encoding: .utf8).replacingOccurrences(
          of: "\"lm_head.weight\": \"model-00003", with: "\"lm_head.weight\": \"model-00001")
        try Data(text.utf8).write(to: file)
      }, named: ["‘lm_head.weight’", "model-00001-of-00003.safetensors"]),
    Fault(
      testDescription: "tied weights that differ", fixture: "llama-tied",
      change: {
        try $0.changeTensors { $0 + [("lm_head.weight", Tensor.zeros([128, 32]))] }
      }, named: ["‘lm_head.weight’", "tie_word_embeddings"]),
  ]

  @Test("in the configuration and the weights", arguments: configurations + families + weights)
  func faults(fault: Fault) throws {
    try withTemporaryFolder { parent in
      let folder = try EditedFolder(fault.fixture, in: parent)
      try fault.change(folder)
      let error = #expect(throws: (any Error).self) { try LanguageModel(folder: folder.url) }
      let message = error.map { "\($0)" } ?? ""
      for part in fault.named { #expect(message.contains(part)) }
      #expect(!message.contains("\n"))
    }
  }

  @Test("a reward model of several labels, or without a head")
  func scalarFaults() throws {
    try withTemporaryFolder { parent in
      let several = try EditedFolder("llama-reward", in: parent)
      try several.configure(["id2label": ["0": "a", "1": "b"]])
      let error = #expect(throws: ModelError.self) { try ScalarModel(folder: several.url) }
      #expect(error.map { "\($0)" }?.contains("‘num_labels’ is 2") == true)
      let language = try Fixture("llama-untied").folder
      #expect(throws: ModelError.self) { try ScalarModel(folder: language) }
    }
  }

  @Test("what is no fault is let through: constants, missing prefixes, tied weights stored twice")
  func tolerated() throws {
    let fixture = try Fixture("gpt2-tied")
    let batch = try fixture.batch("right")
    let due = batch.logits(of: try LanguageModel(folder: fixture.folder)).floats
    try withTemporaryFolder { parent in
      let folder = try EditedFolder("gpt2-tied", in: parent)
      try folder.changeTensors { tensors in
        let bare = tensors.map { ($0.name.replacing("transformer.", with: ""), $0.tensor) }
        let embedding = tensors.filter { $0.name.hasSuffix("wte.weight") }.map(\.tensor)
        return bare + [("h.0.attn.bias", Tensor.ones([1, 1, 64, 64], .bool))]
          + embedding.map { ("lm_head.weight", $0) }
      }
      #expect(batch.logits(of: try LanguageModel(folder: folder.url)).floats == due)
    }
  }

  @Test("the constants in Pythia's files are let through")
  func pythiaConstants() throws {
    let fixture = try Fixture("gpt-neox-old-config")
    let batch = try fixture.batch("right")
    try withTemporaryFolder { parent in
      let folder = try EditedFolder("gpt-neox-old-config", in: parent)
      try folder.changeTensors { tensors in
        let layer = "gpt_neox.layers.0.attention"
        return tensors + [
          ("\(layer).bias", Tensor.ones([1, 1, 128, 128], .bool)),
          ("\(layer).masked_bias", Tensor([Float(-1e9)])),
          ("\(layer).rotary_emb.inv_freq", Tensor([Float(1), 0.03])),
        ]
      }
      let model = try LanguageModel(folder: folder.url)
      expectClose(batch.logits(of: model), try fixture.tensor("right.logits"), within: 1e-4)
    }
  }

  @Test("a language model's folder gives a reward model with a head from the seed")
  func newHead() throws {
    let folder = try Fixture("llama-untied").folder
    let model = try ScalarModel(folder: folder, headGenerator: Generator(seed: 5))
    let due = Tensor.normal([1, 32], using: Generator(seed: 5)) * (1 / 33.0.squareRoot())
    expectClose(model.scoreWeight, due, within: 1e-6)
    let head = try ScalarModel(
      folder: Fixture("llama-reward").folder, headGenerator: Generator(seed: 5)
    ).scoreWeight
    #expect(head.floats != model.scoreWeight.floats)
  }
}
