public import Foundation

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
    self = try ModelConfiguration.family(reader).format.read(reader)
    file = members
    if let problem {
      throw ModelError.wrongValue(
        key: problem.key, value: problem.value, due: problem.due, path: path)
    }
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
    guard let name = try reader.string("model_type") else {
      throw ModelError.missingKey(key: "model_type", path: reader.path)
    }
    guard let family = Family(rawValue: name) else {
      if try reader.object("text_config") != nil {
        throw ModelError.nestedText(name: name, path: reader.path)
      }
      throw ModelError.unknownArchitecture(
        name: name, supported: Family.allCases.map(\.rawValue), path: reader.path)
    }
    try reader.refuse("quantization_config")
    return family
  }

  /// Reads the keys that most families share.
  ///
  /// What is left for the family: biases, windows, and whatever only it has.
  ///
  /// - Parameter rotaryKeys: Where the numbers of the rotary embedding are; there is none when nil.
  init(
    _ family: Family, _ reader: ConfigurationReader, _ rotaryKeys: RotaryKeys? = RotaryKeys()
  ) throws {
    let presets = family.format.presets
    func integer(_ key: String, orElse preset: Int? = nil) throws -> Int {
      try reader.integer(presets.name(of: key), key, orElse: preset)
    }
    self.family = family
    vocabularySize = try integer("vocab_size")
    let width = try integer("hidden_size")
    self.width = width
    let layerCount = try integer("num_hidden_layers")
    guard layerCount <= 10_000 else {
      throw ModelError.wrongValue(
        key: presets.name(of: "num_hidden_layers"), value: "\(layerCount)",
        due: "a number up to 10000", path: reader.path)
    }
    headCount = try integer("num_attention_heads")
    let ownWidth = headCount > 0 ? width / headCount : 0
    let sharesKeys = !family.format.hasWholeHeads
    // Where it is null and not missing, transformers takes one for each head.
    let keyHeads = try reader.optionalInteger(
      "num_key_value_heads", orElse: presets.keyValueHeadCount)
    keyValueHeadCount = sharesKeys ? keyHeads ?? headCount : headCount
    headWidth =
      try sharesKeys ? integer("head_dim", orElse: presets.headWidth ?? ownWidth) : ownWidth
    hiddenWidth = try integer("intermediate_size", orElse: presets.hiddenRatio.map { $0 * width })
    let positions = try integer("max_position_embeddings", orElse: presets.maximumPositions)
    maximumPositions = positions
    normEpsilon = try reader.number(
      presets.name(of: "rms_norm_eps"), orElse: presets.normEpsilon)
    activation = try Activation(
      presets.name(of: "hidden_act"), orElse: presets.activation, reader)
    tiesEmbeddings = try reader.boolean("tie_word_embeddings", orElse: presets.tiesEmbeddings)
    hasAttentionBias = presets.hasAttentionBias
    hasFeedForwardBias = presets.hasFeedForwardBias
    initializationDeviation = try reader.number("initializer_range", orElse: 0.02)
    beginningToken = try reader.tokens("bos_token_id").first
    endTokens = try reader.tokens("eos_token_id")
    paddingToken = try reader.tokens("pad_token_id").first
    let rotary = try rotaryKeys.map { try $0.read(reader, positions) }
    layers = Array(repeating: Layer(rotary: rotary), count: max(layerCount, 0))
  }
}

extension ModelConfiguration.Activation {
  init(_ key: String, orElse preset: Self, _ reader: ConfigurationReader) throws {
    guard let name = try reader.string(key) else {
      self = preset
      return
    }
    switch name {
    case "silu", "swish": self = .silu
    case "gelu": self = .gelu
    case "gelu_new", "gelu_pytorch_tanh", "gelu_fast": self = .geluApproximation
    case "relu": self = .relu
    default: throw ModelError.unsupported(key: key, value: name, path: reader.path)
    }
  }
}
