import NeuralNetworks
import Torch

extension ModelConfiguration {
  /// Describes a new model.
  ///
  /// - Parameters:
  ///   - rotary: How all layers turn queries and keys; no meaning for GPT-2.
  ///   - layers: What differs between layers, where something does.
  /// - Precondition: `headCount` is a multiple of `keyValueHeadCount`, an even number of features is
  ///   turned; GPT-2 and GPT-NeoX have as many key heads as heads, and heads of `width / headCount`.
  ///   The family's config.json can say all of it.
  public init(
    family: Family = .llama, vocabularySize: Int, width: Int, layerCount: Int, headCount: Int,
    keyValueHeadCount: Int? = nil, headWidth: Int? = nil, hiddenWidth: Int? = nil,
    maximumPositions: Int, normEpsilon: Double? = nil, activation: Activation? = nil,
    tiesEmbeddings: Bool = true, hasAttentionBias: Bool? = nil, hasFeedForwardBias: Bool? = nil,
    rotary: Rotary = Rotary(), layers: [Layer]? = nil, isParallel: Bool = false,
    attentionScale: Double? = nil, softcaps: Softcaps = Softcaps(),
    initializationDeviation: Double = 0.02, beginningToken: Int? = nil, endTokens: [Int] = [],
    paddingToken: Int? = nil
  ) {
    let new = family.format.presets
    self.family = family
    self.vocabularySize = vocabularySize
    self.width = width
    self.headCount = headCount
    self.keyValueHeadCount = keyValueHeadCount ?? headCount
    self.headWidth = headWidth ?? width / headCount
    self.hiddenWidth = hiddenWidth ?? 4 * width
    self.maximumPositions = maximumPositions
    self.normEpsilon = normEpsilon ?? new.normEpsilon
    self.activation = activation ?? new.activation
    self.tiesEmbeddings = tiesEmbeddings
    self.initializationDeviation = initializationDeviation
    let everyLayer = Layer(rotary: family == .gpt2 ? nil : rotary)
    self.layers = layers ?? Array(repeating: everyLayer, count: layerCount)
    self.hasAttentionBias = hasAttentionBias ?? new.hasAttentionBias
    self.hasFeedForwardBias = hasFeedForwardBias ?? new.hasFeedForwardBias
    self.isParallel = isParallel
    self.attentionScale = attentionScale
    self.softcaps = softcaps
    self.beginningToken = beginningToken
    self.endTokens = endTokens
    self.paddingToken = paddingToken
    precondition(
      self.layers.count == layerCount, "\(self.layers.count) layers where \(layerCount) are due")
    if let problem {
      preconditionFailure("‘\(problem.key)’ is \(problem.value), not \(problem.due)")
    }
    let lost = lostInWriting
    precondition(lost.isEmpty, "config.json of ‘\(family.rawValue)’ cannot say \(lost)")
  }

  /// What a file would say otherwise: the names of properties.
  private var lostInWriting: [String] {
    guard var again = try? ModelConfiguration(json: json(for: .language, in: .float32)) else {
      return ["this"]
    }
    again.file = [:]
    if again == self { return [] }
    return zip(Mirror(reflecting: self).children, Mirror(reflecting: again).children)
      .filter { "\($0.value)" != "\($1.value)" }.compactMap(\.0.label)
  }

  /// What does not fit together, under the name of the key.
  var problem: (key: String, value: String, due: String)? {
    let counts = [
      ("vocab_size", vocabularySize), ("hidden_size", width), ("num_hidden_layers", layerCount),
      ("num_attention_heads", headCount), ("num_key_value_heads", keyValueHeadCount),
      ("head_dim", headWidth), ("intermediate_size", hiddenWidth),
      ("max_position_embeddings", maximumPositions),
    ]
    let name = family.format.presets.name
    for (key, count) in counts where count < 1 {
      return (name(key), "\(count)", "a positive number")
    }
    if headCount % keyValueHeadCount != 0 {
      return ("num_key_value_heads", "\(keyValueHeadCount)", "a divisor of \(headCount)")
    }
    if family.format.hasWholeHeads, headCount * headWidth != width {
      return (name("num_attention_heads"), "\(headCount)", "a divisor of \(width)")
    }
    let bounds = [
      ("query_pre_attn_scalar", attentionScale), ("attn_logit_softcapping", softcaps.attention),
      ("final_logit_softcapping", softcaps.logits),
    ]
    for (key, bound) in bounds {
      if let bound, !(bound > 0) { return (key, "\(bound)", "a positive number") }
    }
    return layers.lazy.compactMap(problem(of:)).first
  }

  private func problem(of layer: Layer) -> (key: String, value: String, due: String)? {
    if let window = layer.window, window < 1 {
      return ("sliding_window", "\(window)", "a positive number")
    }
    guard let rotary = layer.rotary else { return nil }
    let turned = rotary.turnedWidth(ofHead: headWidth)
    if rotary.share == 1, headWidth % 2 != 0 {
      return ("head_dim", "\(headWidth)", "an even number")
    }
    if turned % 2 != 0 || turned < 2 || turned > headWidth {
      let due = "a share of \(headWidth) that is an even number of features"
      return ("partial_rotary_factor", "\(rotary.share)", due)
    }
    if case .longrope(let longrope) = rotary.scaling {
      for (key, factors) in [
        ("long_factor", longrope.longFactors), ("short_factor", longrope.shortFactors),
      ] where factors.count != turned / 2 {
        return (key, "\(factors.count) numbers", "a list of \(turned / 2)")
      }
    }
    return nil
  }
}
