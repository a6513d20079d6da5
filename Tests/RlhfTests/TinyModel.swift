import Foundation

/// A Llama of a few thousand weights that knows nothing, written without libtorch.
struct TinyModel {
  var vocabularySize = 300
  var width = 16
  var positions = 64
  /// A reward model instead of a language model.
  var isScalar = false
  /// The name of a tensor in which one weight is no number.
  var broken: String?

  /// Writes the model's folder, with the tokenizer of another.
  func write(to folder: URL, tokenizerFrom tokenizer: URL? = nil) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let config = try JSONSerialization.data(withJSONObject: configuration)
    try config.write(to: folder.appendingPathComponent("config.json"))
    try safetensors.write(to: folder.appendingPathComponent("model.safetensors"))
    guard let tokenizer else { return }
    for name in ["tokenizer.json", "tokenizer_config.json"] {
      try FileManager.default.copyItem(
        at: tokenizer.appendingPathComponent(name), to: folder.appendingPathComponent(name))
    }
  }

  private var configuration: [String: Any] {
    [
      "architectures": [isScalar ? "LlamaForSequenceClassification" : "LlamaForCausalLM"],
      "model_type": "llama", "vocab_size": vocabularySize, "hidden_size": width,
      "intermediate_size": 2 * width, "num_hidden_layers": 2, "num_attention_heads": 2,
      "num_key_value_heads": 1, "head_dim": width / 2, "max_position_embeddings": positions,
      "rms_norm_eps": 1e-6, "rope_theta": 10000.0, "hidden_act": "silu",
      "tie_word_embeddings": true, "bos_token_id": 0, "eos_token_id": 0, "pad_token_id": 0,
      "num_labels": 1, "dtype": "float32",
    ]
  }

  private var shapes: [(name: String, shape: [Int])] {
    var shapes = [("model.embed_tokens.weight", [vocabularySize, width])]
    for layer in 0..<2 {
      let prefix = "model.layers.\(layer)."
      shapes += [
        (prefix + "input_layernorm.weight", [width]),
        (prefix + "self_attn.q_proj.weight", [width, width]),
        (prefix + "self_attn.k_proj.weight", [width / 2, width]),
        (prefix + "self_attn.v_proj.weight", [width / 2, width]),
        (prefix + "self_attn.o_proj.weight", [width, width]),
        (prefix + "post_attention_layernorm.weight", [width]),
        (prefix + "mlp.gate_proj.weight", [2 * width, width]),
        (prefix + "mlp.up_proj.weight", [2 * width, width]),
        (prefix + "mlp.down_proj.weight", [width, 2 * width]),
      ]
    }
    shapes.append(("model.norm.weight", [width]))
    if isScalar { shapes.append(("score.weight", [1, width])) }
    return shapes
  }

  /// The format: the header's length, the header, the weights.
  private var safetensors: Data {
    var state: UInt64 = 42
    var weights = Data()
    var entries: [String] = ["\"__metadata__\":{\"format\":\"pt\"}"]
    for (name, shape) in shapes {
      let start = weights.count
      for index in 0..<shape.reduce(1, *) {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let unit = Float(state >> 40) / Float(1 << 24)
        let weight: Float = shape.count == 1 ? 1 : (unit - 0.5) * 0.4
        let value = name == broken && index == 3 ? Float.nan : weight
        withUnsafeBytes(of: value.bitPattern.littleEndian) { weights.append(contentsOf: $0) }
      }
      entries.append(
        "\"\(name)\":{\"dtype\":\"F32\",\"shape\":\(shape),"
          + "\"data_offsets\":[\(start),\(weights.count)]}")
    }
    var header = "{\(entries.joined(separator: ","))}"
    header += String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
    let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
    return length + Data(header.utf8) + weights
  }
}
