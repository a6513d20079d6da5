/// What the weights of linear maps are rounded to while completions are written.
///
/// Activations stay as they are. What is read of memory is a half or a quarter then, which is what a decoding step of few rows waits for.
public enum WeightPrecision: String, Codable, CaseIterable, Sendable {
  /// Not at all.
  case float32
  /// To eight bits of mantissa.
  case bfloat16
  /// To a 127th of the greatest weight of each output.
  case int8
}
