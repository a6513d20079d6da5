/// How much two values differ, for Krippendorff's α.
public enum AlphaMetric: String, Sendable, Codable, CaseIterable {
  /// Values are names: δ² is 0 for equal ones and else 1.
  case nominal
  /// Values have an order: δ² = (Σ n_g over g from c to k − (n_c + n_k)/2)², n_g being how often g
  /// was used.
  case ordinal
  /// Differences mean something: δ² = (c − k)².
  case interval
  /// Zero means nothing at all: δ² = ((c − k)/(c + k))²; values must not be negative.
  case ratio

  /// Returns δ² of all pairs of values, as a square table in rows.
  ///
  /// - Parameters:
  ///   - values: In rising order.
  ///   - counts: How often each was used.
  func squaredDifferences(of values: [Double], counts: [Double]) -> [Double] {
    var table = [Double](repeating: 0, count: values.count * values.count)
    var sums = [0.0]
    if self == .ordinal { for count in counts { sums.append((sums.last ?? 0) + count) } }
    for low in values.indices {
      for high in values.indices where high > low {
        let difference =
          switch self {
          case .nominal: 1.0
          case .ordinal: sums[high + 1] - sums[low] - (counts[low] + counts[high]) / 2
          case .interval: values[high] - values[low]
          case .ratio: (values[high] - values[low]) / (values[high] + values[low])
          }
        table[low * values.count + high] = difference * difference
        table[high * values.count + low] = difference * difference
      }
    }
    return table
  }
}
