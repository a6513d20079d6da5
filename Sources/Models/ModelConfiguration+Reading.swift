public import Foundation
import NeuralNetworks

extension ModelConfiguration {
  /// Reads config.json in a folder, and generation_config.json if it is there; for a folder with
  /// adapters, in that of their base.
  ///
  /// - Throws: `ModelError` when the first is missing, not whole, or about a model that this
  ///   module does not have.
  public init(folder: URL) throws {
    let folder = AdapterFolder.isThere(folder) ? try AdapterFolder(folder).base : folder
    try self.init(file: folder.appendingPathComponent("config.json"))
    let file = folder.appendingPathComponent("generation_config.json")
    guard FileManager.default.fileExists(atPath: file.path) else { return }
    generationFile = try ModelConfiguration.members(
      of: ModelConfiguration.contents(of: file), file.path)
    let tokens = try ConfigurationReader(members: generationFile, path: file.path)
      .tokens("eos_token_id")
    if !tokens.isEmpty { endTokens = tokens }
  }

  /// Reads a config.json.
  ///
  /// - Throws: `ModelError`
  public init(file: URL) throws {
    try self.init(json: ModelConfiguration.contents(of: file), path: file.path)
  }

  /// Reads the text of a config.json.
  ///
  /// - Parameter path: What to call the file in messages.
  /// - Throws: `ModelError`
  public init(json: Data, path: String = "config.json") throws {
    let members = try ModelConfiguration.members(of: json, path)
    let reader = ConfigurationReader(members: members, path: path)
    switch try ModelConfiguration.family(reader) {
    case .gpt2: self = try ModelConfiguration.gpt2(reader)
    case let family: self = try ModelConfiguration.rotary(family, reader)
    }
    file = members
  }

  static func contents(of file: URL) throws -> Data {
    do { return try Data(contentsOf: file) } catch {
      let isThere = FileManager.default.fileExists(atPath: file.path)
      throw ModelError.file(
        path: file.path,
        reason: isThere
          ? "cannot be read; check its permissions"
          : "there is no such file; name a folder with a model in the format of Hugging Face")
    }
  }

  static func members(of data: Data, _ path: String) throws -> [String: JSON] {
    guard case .object(let members)? = JSON(parsing: data) else {
      throw ModelError.malformed(path: path, reason: "it is not a JSON object")
    }
    return members
  }

  private static func family(_ reader: ConfigurationReader) throws -> Family {
    let supported = Family.allCases.map(\.rawValue)
    guard let name = try reader.string("model_type") else {
      throw ModelError.missingKey(key: "model_type", path: reader.path)
    }
    guard let family = Family(rawValue: name) else {
      throw ModelError.unknownArchitecture(name: name, supported: supported, path: reader.path)
    }
    try reader.refuse("quantization_config")
    return family
  }

  private static func gpt2(_ reader: ConfigurationReader) throws -> ModelConfiguration {
    try reader.refuse("scale_attn_weights", unless: .boolean(true))
    try reader.refuse("scale_attn_by_inverse_layer_idx", unless: .boolean(false))
    try reader.refuse("add_cross_attention", unless: .boolean(false))
    let width = try reader.integer("n_embd", "hidden_size")
    let headCount = try reader.integer("n_head", "num_attention_heads")
    let sizes = Sizes(
      vocabulary: try reader.integer("vocab_size"), width: width,
      layers: try reader.integer("n_layer", "num_hidden_layers"), heads: headCount,
      keyValueHeads: headCount, headWidth: headCount > 0 ? width / headCount : 0,
      hiddenWidth: try reader.integer("n_inner", orElse: 4 * width),
      positions: try reader.integer("n_positions", "max_position_embeddings", orElse: 1024))
    return try ModelConfiguration(
      .gpt2, sizes, epsilon: reader.number("layer_norm_epsilon", orElse: 1e-5),
      activation: activation("activation_function", orElse: "gelu_new", reader),
      ties: reader.boolean("tie_word_embeddings", orElse: true), biases: (true, true),
      rotaryBase: 10_000, .none, reader)
  }

  private static func rotary(
    _ family: Family, _ reader: ConfigurationReader
  ) throws -> ModelConfiguration {
    let width = try reader.integer("hidden_size")
    let headCount = try reader.integer("num_attention_heads")
    let ownWidth = headCount > 0 ? width / headCount : 0
    let layerCount = try reader.integer("num_hidden_layers")
    let positions = try reader.integer(
      "max_position_embeddings", orElse: family == .llama ? 2048 : 32_768)
    let sizes = Sizes(
      vocabulary: try reader.integer("vocab_size"), width: width, layers: layerCount,
      heads: headCount,
      keyValueHeads: try reader.integer("num_key_value_heads", orElse: headCount),
      headWidth: try reader.integer("head_dim", orElse: family == .qwen3 ? 128 : ownWidth),
      hiddenWidth: try reader.integer("intermediate_size"), positions: positions)
    try refuseWindows(family, reader, layerCount)
    let (base, scaling) = try rotaryEmbedding(reader, maximumPositions: positions)
    let hasAttentionBias =
      try family == .qwen2 || reader.boolean("attention_bias", orElse: false)
    let hasFeedForwardBias =
      try family == .llama && reader.boolean("mlp_bias", orElse: false)
    return try ModelConfiguration(
      family, sizes, epsilon: reader.number("rms_norm_eps", orElse: 1e-6),
      activation: activation("hidden_act", orElse: "silu", reader),
      ties: reader.boolean("tie_word_embeddings", orElse: false),
      biases: (hasAttentionBias, hasFeedForwardBias), rotaryBase: base, scaling, reader)
  }

  /// Refuses layers that see only the nearest tokens: their results differ in long texts.
  private static func refuseWindows(
    _ family: Family, _ reader: ConfigurationReader, _ layerCount: Int
  ) throws {
    for kind in try reader.strings("layer_types") where kind != "full_attention" {
      throw ModelError.unsupported(key: "layer_types", value: kind, path: reader.path)
    }
    let isListed = try !reader.strings("layer_types").isEmpty
    guard family != .llama, !isListed, try reader.boolean("use_sliding_window", orElse: false),
      try reader.integer("sliding_window", orElse: 4096) > 0,
      try reader.integer("max_window_layers", orElse: 28) < layerCount
    else { return }
    throw ModelError.unsupported(key: "use_sliding_window", value: "true", path: reader.path)
  }

  private static func activation(
    _ key: String, orElse preset: String, _ reader: ConfigurationReader
  ) throws -> Activation {
    let name = try reader.string(key) ?? preset
    switch name {
    case "silu", "swish": return .silu
    case "gelu": return .gelu
    case "gelu_new", "gelu_pytorch_tanh", "gelu_fast": return .geluApproximation
    case "relu": return .relu
    default: throw ModelError.unsupported(key: key, value: name, path: reader.path)
    }
  }

  /// The sizes that all families have.
  private struct Sizes {
    let vocabulary, width, layers, heads, keyValueHeads, headWidth, hiddenWidth, positions: Int
  }

  private init(
    _ family: Family, _ sizes: Sizes, epsilon: Double, activation: Activation, ties: Bool,
    biases: (attention: Bool, feedForward: Bool), rotaryBase: Double, _ scaling: RotaryScaling,
    _ reader: ConfigurationReader
  ) throws {
    self.family = family
    vocabularySize = sizes.vocabulary
    width = sizes.width
    layerCount = sizes.layers
    headCount = sizes.heads
    keyValueHeadCount = sizes.keyValueHeads
    headWidth = sizes.headWidth
    hiddenWidth = sizes.hiddenWidth
    maximumPositions = sizes.positions
    normEpsilon = epsilon
    self.activation = activation
    tiesEmbeddings = ties
    (hasAttentionBias, hasFeedForwardBias) = biases
    self.rotaryBase = rotaryBase
    rotaryScaling = scaling
    initializationDeviation = try reader.number("initializer_range", orElse: 0.02)
    beginningToken = try reader.tokens("bos_token_id").first
    endTokens = try reader.tokens("eos_token_id")
    paddingToken = try reader.tokens("pad_token_id").first
    if let problem {
      throw ModelError.wrongValue(
        key: problem.key, value: problem.value, due: problem.due, path: reader.path)
    }
  }
}
