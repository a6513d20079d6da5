import NeuralNetworks

/// Where a family's config.json has the numbers of its rotary embedding, and what they are where it
/// says nothing.
struct RotaryKeys {
  /// The key of the base, outside of `rope_parameters`.
  var base = "rope_theta"
  var presetBase = 10_000.0
  /// The key of the share of a head that is turned, outside of `rope_parameters`; in families that
  /// turn all of it, any other share is refused.
  var share: String?
  var presetShare = 1.0
  /// The length of texts in pretraining; that of the configuration when nil.
  var presetOriginalPositions: Int?
  /// Other names that the family's files have for a kind of scaling.
  var kinds: [String: String] = [:]

  /// Reads `rope_parameters`, or the older `rope_theta` and `rope_scaling`.
  func read(
    _ reader: ConfigurationReader, _ maximumPositions: Int
  ) throws -> ModelConfiguration.Rotary {
    let places = [try reader.object("rope_scaling"), try reader.object("rope_parameters")]
    let inner = places.compactMap { $0 }.first { !$0.members.isEmpty }
    return try read(inner, in: reader, maximumPositions)
  }

  /// Reads one object of numbers, which may be missing.
  ///
  /// - Parameter reader: Of the whole file, for what stands outside of the object.
  func read(
    _ inner: ConfigurationReader?, in reader: ConfigurationReader, _ maximumPositions: Int
  ) throws -> ModelConfiguration.Rotary {
    let inner = inner ?? ConfigurationReader(members: [:], path: reader.path)
    let outerBase = try reader.number(base, orElse: presetBase)
    let base = try inner.number("rope_theta", orElse: outerBase)
    guard base > 1 else {
      throw ModelError.wrongValue(
        key: self.base, value: "\(base)", due: "a number above 1", path: reader.path)
    }
    let outer = try reader.optionalInteger("original_max_position_embeddings")
    let preset = presetOriginalPositions ?? maximumPositions
    let original =
      try outer ?? inner.integer("original_max_position_embeddings", orElse: preset)
    guard original > 0 else {
      throw ModelError.wrongValue(
        key: "original_max_position_embeddings", value: "\(original)", due: "a positive number",
        path: reader.path)
    }
    return ModelConfiguration.Rotary(
      base: base, scaling: try scaling(inner, maximumPositions, originalPositions: original),
      share: try share(inner, reader))
  }

  private func share(
    _ inner: ConfigurationReader, _ reader: ConfigurationReader
  ) throws -> Double {
    if let share {
      let outer = try reader.number(share, orElse: presetShare)
      return try inner.number("partial_rotary_factor", orElse: outer)
    }
    for place in [inner, reader] {
      try place.refuse("partial_rotary_factor", unless: .integer(1), .number(1))
    }
    return 1
  }

  private func scaling(
    _ reader: ConfigurationReader, _ maximumPositions: Int, originalPositions: Int
  ) throws -> RotaryScaling {
    let kind = try reader.string("rope_type", "type") ?? "default"
    switch kinds[kind] ?? kind {
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

  private func factor(
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

  private func yarn(
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
