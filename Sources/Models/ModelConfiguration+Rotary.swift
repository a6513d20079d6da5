import NeuralNetworks

extension ModelConfiguration {
  /// The base and the scaling, from `rope_parameters` or from the older `rope_theta` and
  /// `rope_scaling`.
  static func rotaryEmbedding(
    _ reader: ConfigurationReader, maximumPositions: Int
  ) throws -> (base: Double, RotaryScaling) {
    try reader.refuse("partial_rotary_factor", unless: .integer(1), .number(1))
    let outerBase = try reader.number("rope_theta", orElse: 10_000)
    let places = [try reader.object("rope_scaling"), try reader.object("rope_parameters")]
    guard let inner = places.compactMap({ $0 }).first(where: { !$0.members.isEmpty }) else {
      return (outerBase, .none)
    }
    try inner.refuse("partial_rotary_factor", unless: .integer(1), .number(1))
    let base = try inner.number("rope_theta", orElse: outerBase)
    guard base > 1 else {
      throw ModelError.wrongValue(
        key: "rope_theta", value: "\(base)", due: "a number above 1", path: reader.path)
    }
    let outer = try reader.optionalInteger("original_max_position_embeddings")
    let original =
      try outer ?? inner.integer("original_max_position_embeddings", orElse: maximumPositions)
    guard original > 0 else {
      throw ModelError.wrongValue(
        key: "original_max_position_embeddings", value: "\(original)", due: "a positive number",
        path: reader.path)
    }
    return (base, try scaling(inner, maximumPositions, originalPositions: original))
  }

  private static func scaling(
    _ reader: ConfigurationReader, _ maximumPositions: Int, originalPositions: Int
  ) throws -> RotaryScaling {
    let kind = try reader.string("rope_type", "type") ?? "default"
    switch kind {
    case "default": return .none
    case "linear": return .linear(factor: try factor(reader))
    case "dynamic": return .dynamic(factor: try factor(reader))
    case "yarn": return .yarn(try yarn(reader, maximumPositions, originalPositions))
    case "llama3":
      return .llama3(
        RotaryScaling.Llama3(
          factor: try factor(reader), lowTurns: try reader.number("low_freq_factor"),
          highTurns: try reader.number("high_freq_factor"), originalPositions: originalPositions))
    case "longrope":
      let ratio = Double(maximumPositions) / Double(originalPositions)
      return .longrope(
        RotaryScaling.LongRoPE(
          shortFactors: try reader.numbers("short_factor"),
          longFactors: try reader.numbers("long_factor"),
          factor: try factor(reader, orElse: ratio), originalPositions: originalPositions,
          attentionFactor: try reader.optionalNumber("attention_factor")))
    default:
      throw ModelError.unsupported(
        key: "\(reader.prefix)rope_type", value: kind, path: reader.path)
    }
  }

  private static func factor(
    _ reader: ConfigurationReader, orElse preset: Double? = nil
  ) throws -> Double {
    let factor = try reader.number("factor", orElse: preset)
    guard factor > 0 else {
      throw ModelError.wrongValue(
        key: "\(reader.prefix)factor", value: "\(factor)", due: "a positive number",
        path: reader.path)
    }
    return factor
  }

  private static func yarn(
    _ reader: ConfigurationReader, _ maximumPositions: Int, _ originalPositions: Int
  ) throws -> RotaryScaling.YaRN {
    let ratio = Double(maximumPositions) / Double(originalPositions)
    let factor = try factor(reader, orElse: ratio)
    var attentionFactor = try reader.optionalNumber("attention_factor")
    let above = try reader.number("mscale", orElse: 0)
    let below = try reader.number("mscale_all_dim", orElse: 0)
    if attentionFactor == nil, above != 0, below != 0 {
      attentionFactor =
        RotaryScaling.YaRN.growth(factor, weight: above)
        / RotaryScaling.YaRN.growth(factor, weight: below)
    }
    return RotaryScaling.YaRN(
      factor: factor, originalPositions: originalPositions,
      fastTurns: try reader.number("beta_fast", orElse: 32),
      slowTurns: try reader.number("beta_slow", orElse: 1), attentionFactor: attentionFactor,
      roundsBorders: try reader.boolean("truncate", orElse: true))
  }
}
