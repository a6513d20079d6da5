import NeuralNetworks

/// What a decoder is made of, as config.json says it.
///
/// Whatever else a file said is kept and written again. Dropout is not done, whatever it says.
public struct ModelConfiguration: Sendable, Equatable {
  /// What comes after the last layer.
  public enum Head: Sendable, CaseIterable {
    /// Logits of the next token.
    case language
    /// One number per token.
    case scalar
  }

  /// The function between the two halves of a feed-forward layer.
  public enum Activation: Sendable {
    /// x·σ(x)
    case silu
    /// x·Φ(x)
    case gelu
    /// x·Φ(x) in its approximation by tanh
    case geluApproximation
    /// max(0, x)
    case relu
  }

  /// The family of architectures.
  public let family: Family
  /// The number of tokens that there are.
  public let vocabularySize: Int
  /// The number of features of a hidden state.
  public let width: Int
  /// The number of query heads.
  public let headCount: Int
  /// The number of key and value heads; divides `headCount`.
  public let keyValueHeadCount: Int
  /// The number of features of one head.
  public let headWidth: Int
  /// The number of features inside a feed-forward layer.
  public let hiddenWidth: Int
  /// The longest text that the model is meant for, in tokens.
  public let maximumPositions: Int
  /// What normalization layers add to a variance.
  public let normEpsilon: Double
  /// The function inside feed-forward layers.
  public let activation: Activation
  /// Whether the output weights are the embedding.
  public let tiesEmbeddings: Bool
  /// The standard deviation of new weights.
  public let initializationDeviation: Double
  /// What may differ from layer to layer, for each of them.
  public internal(set) var layers: [Layer]
  /// Whether the linear maps of the attention have a bias: for Qwen2, all but the last always do.
  public internal(set) var hasAttentionBias: Bool
  /// Whether the linear maps of the feed-forward layers have a bias.
  public internal(set) var hasFeedForwardBias: Bool
  /// Whether a layer's two parts both read what came into the layer; GPT-NeoX only.
  public internal(set) var isParallel = false
  /// What products of queries and keys are multiplied by, 1/√`headWidth` when nil; Gemma only.
  public internal(set) var attentionScale: Double?
  /// The bounds of scores and logits; Gemma only.
  public internal(set) var softcaps = Softcaps()
  /// The token that begins a text.
  public var beginningToken: Int?
  /// The tokens that end a text, the first being the one to append.
  public var endTokens: [Int]
  /// The token that fills up shorter rows.
  public var paddingToken: Int?
  /// The heads of a reward model or critic; of no meaning for a language model.
  public var rewardHeads = RewardHeads()

  /// All of config.json, for the keys that nothing here is made from.
  var file: [String: JSON] = [:]
  /// All of generation_config.json.
  var generationFile: [String: JSON] = [:]

  /// The number of layers.
  public var layerCount: Int { layers.count }

  /// The number of positions in which the model keeps its sense: more than `maximumPositions` when
  /// the rotary embedding grows with the text.
  public var contextLength: Int {
    let scalings = layers.compactMap { $0.rotary?.scaling }
    guard case .dynamic(let factor)? = scalings.first else { return maximumPositions }
    return Int(Double(maximumPositions) * factor)
  }
}
