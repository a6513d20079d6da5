import NeuralNetworks

/// What a family's folders look like: the names in them, and what its config.json says.
struct FamilyFormat: Sendable {
  /// What config.json calls it with a head for the next token.
  let languageArchitecture: String
  /// What config.json calls it with a head for one number.
  let scalarArchitecture: String
  /// What stands before the names of all weights but the head's; some files leave it out.
  var prefix = "model"
  /// What the output weights are called when they are not the embedding.
  var outputName = "lm_head.weight"
  /// What config.json means where it says nothing.
  var presets = Presets()
  /// Whether heads share no keys and are `width / headCount` wide.
  var hasWholeHeads = false
  /// Whether what is stored for a normalization is its factor less one.
  var normsAddOne = false
  /// Reads a config.json; whether it fits together is for the caller to check.
  let read: @Sendable (ConfigurationReader) throws -> ModelConfiguration
  /// What config.json says of a new model, but for what all families say alike.
  let write: @Sendable (ModelConfiguration) -> [String: JSON]
  /// Asks a scope for all weights of a decoder.
  let makeDecoder: @Sendable (ModelConfiguration, ParameterScope) throws -> any Decoder
}

/// What a family's config.json means where a key is missing, and what it calls some keys.
struct Presets: Sendable {
  /// The family's own words for keys that most families share.
  var ownKeys: [String: String] = [:]
  var maximumPositions = 32_768
  var keyValueHeadCount: Int?
  var headWidth: Int?
  /// How many times wider than a hidden state a feed-forward layer is inside.
  var hiddenRatio: Int?
  var normEpsilon = 1e-6
  var activation = ModelConfiguration.Activation.silu
  var tiesEmbeddings = false
  var hasAttentionBias = false
  var hasFeedForwardBias = false

  /// What the family calls a key.
  func name(of key: String) -> String { ownKeys[key] ?? key }
}
