import Foundation
public import NeuralNetworks

/// What a decoder is made of, as config.json says it.
///
/// Whatever else a file said is kept and written again. Dropout is not done, whatever it says.
public struct ModelConfiguration: Sendable, Equatable {
  /// The families of architectures; the raw values are `model_type`.
  public enum Family: String, Sendable, CaseIterable {
    case llama, qwen2, qwen3, gpt2
  }

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
  /// The number of layers.
  public let layerCount: Int
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
  /// Whether the linear maps of the attention have a bias: for Qwen2, all but the last always do.
  public let hasAttentionBias: Bool
  /// Whether the linear maps of the feed-forward layers have a bias.
  public let hasFeedForwardBias: Bool
  /// The base of the rotary embedding; no meaning for GPT-2.
  public let rotaryBase: Double
  /// How the rotary embedding is stretched.
  public let rotaryScaling: RotaryScaling
  /// The standard deviation of new weights.
  public let initializationDeviation: Double
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

  /// Describes a new model.
  ///
  /// - Precondition: `headCount` is a multiple of `keyValueHeadCount`, `headWidth` is even; GPT-2
  ///   has as many key heads as heads, its head width is `width / headCount`.
  public init(
    family: Family = .llama, vocabularySize: Int, width: Int, layerCount: Int, headCount: Int,
    keyValueHeadCount: Int? = nil, headWidth: Int? = nil, hiddenWidth: Int? = nil,
    maximumPositions: Int, normEpsilon: Double? = nil, activation: Activation? = nil,
    tiesEmbeddings: Bool = true, hasAttentionBias: Bool? = nil, hasFeedForwardBias: Bool? = nil,
    rotaryBase: Double = 10_000, rotaryScaling: RotaryScaling = .none,
    initializationDeviation: Double = 0.02, beginningToken: Int? = nil, endTokens: [Int] = [],
    paddingToken: Int? = nil
  ) {
    let isGPT2 = family == .gpt2
    self.family = family
    self.vocabularySize = vocabularySize
    self.width = width
    self.layerCount = layerCount
    self.headCount = headCount
    self.keyValueHeadCount = keyValueHeadCount ?? headCount
    self.headWidth = headWidth ?? width / headCount
    self.hiddenWidth = hiddenWidth ?? 4 * width
    self.maximumPositions = maximumPositions
    self.normEpsilon = normEpsilon ?? (isGPT2 ? 1e-5 : 1e-6)
    self.activation = activation ?? (isGPT2 ? .geluApproximation : .silu)
    self.tiesEmbeddings = tiesEmbeddings
    self.hasAttentionBias = hasAttentionBias ?? (isGPT2 || family == .qwen2)
    self.hasFeedForwardBias = hasFeedForwardBias ?? isGPT2
    self.rotaryBase = rotaryBase
    self.rotaryScaling = rotaryScaling
    self.initializationDeviation = initializationDeviation
    self.beginningToken = beginningToken
    self.endTokens = endTokens
    self.paddingToken = paddingToken
    if let problem {
      preconditionFailure("‘\(problem.key)’ is \(problem.value), not \(problem.due)")
    }
  }

  /// The number of positions in which the model keeps its sense: more than `maximumPositions` when
  /// the rotary embedding grows with the text.
  public var contextLength: Int {
    if case .dynamic(let factor) = rotaryScaling { return Int(Double(maximumPositions) * factor) }
    return maximumPositions
  }

  /// What does not fit together, under the name of the key.
  var problem: (key: String, value: String, due: String)? {
    let counts = [
      ("vocab_size", vocabularySize), ("hidden_size", width), ("num_hidden_layers", layerCount),
      ("num_attention_heads", headCount), ("num_key_value_heads", keyValueHeadCount),
      ("head_dim", headWidth), ("intermediate_size", hiddenWidth),
      ("max_position_embeddings", maximumPositions),
    ]
    for (key, count) in counts where count < 1 { return (key, "\(count)", "a positive number") }
    if headCount % keyValueHeadCount != 0 {
      return ("num_key_value_heads", "\(keyValueHeadCount)", "a divisor of \(headCount)")
    }
    if family == .gpt2 {
      return headCount * headWidth == width
        ? nil : ("n_head", "\(headCount)", "a divisor of \(width)")
    }
    if headWidth % 2 != 0 { return ("head_dim", "\(headWidth)", "an even number") }
    if case .longrope(let longrope) = rotaryScaling {
      for (key, factors) in [
        ("long_factor", longrope.longFactors), ("short_factor", longrope.shortFactors),
      ] where factors.count != headWidth / 2 {
        return (key, "\(factors.count) numbers", "a list of \(headWidth / 2)")
      }
    }
    return nil
  }
}
