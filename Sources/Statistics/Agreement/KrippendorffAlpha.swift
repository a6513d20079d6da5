/// Measures how much labelers agree beyond chance, with whatever is missing.
///
///     α = 1 − Dₒ/Dₑ,   Dₒ = Σ o_ck δ²_ck / n,   Dₑ = Σ n_c n_k δ²_ck / n(n − 1)
///     o_ck = Σ over units of (pairs of values c and k of different labelers) / (m − 1)
///
/// Krippendorff 2011, *Computing Krippendorff's alpha-reliability*. m is how many values a unit has;
/// units with fewer than two count for nothing.
///
/// - Parameters:
///   - ratings: What each labeler said of each unit, nil where nothing. `[unit][labeler]`
///   - metric: How much two values differ.
///   - keys: The cluster of each unit, such as its prompt; where nil, each is one of its own.
///   - resampling: How the interval is found.
public func krippendorffAlpha(
  _ ratings: [[Double?]], metric: AlphaMetric, clusteredBy keys: [Int]? = nil,
  resampling: Resampling = Resampling()
) -> Coefficient {
  if let keys { requireSameCount(ratings, keys) }
  let kept = ratings.indices.filter { ratings[$0].count { $0 != nil } > 1 }
  let rows = kept.map { ratings[$0].compactMap(\.self) }
  let values = Set(rows.joined()).sorted()
  precondition(!rows.joined().contains(where: \.isNaN), "a rating is NaN; leave it out as nil")
  precondition(
    metric != .ratio || values.allSatisfy { $0 >= 0 },
    "the ratio metric needs values that are not negative, has \(values.first ?? 0)")
  let places = Dictionary(uniqueKeysWithValues: zip(values, values.indices))
  let units = rows.map { row in RatedUnit(row.compactMap { places[$0] }) }
  return Coefficient(
    unitCount: units.count, clusteredBy: keys.map { keys in kept.map { keys[$0] } },
    resampling: resampling
  ) { weights in
    krippendorffAlpha(of: units, weights: weights, values: values, metric: metric)
  }
}

/// Measures how much labelers agree beyond chance on categories, with whatever is missing.
///
/// Krippendorff's α with the nominal metric, as
/// `krippendorffAlpha(_:metric:clusteredBy:resampling:)`.
///
/// - Parameters:
///   - categories: What each labeler said of each unit, nil where nothing. `[unit][labeler]`
///   - keys: The cluster of each unit, such as its prompt; where nil, each is one of its own.
///   - resampling: How the interval is found.
public func krippendorffAlpha<Category: Hashable>(
  categories: [[Category?]], clusteredBy keys: [Int]? = nil, resampling: Resampling = Resampling()
) -> Coefficient {
  var codes: [Category: Double] = [:]
  for category in categories.joined() {
    if let category, codes[category] == nil { codes[category] = Double(codes.count) }
  }
  let ratings = categories.map { row in row.map { category in category.flatMap { codes[$0] } } }
  return krippendorffAlpha(ratings, metric: .nominal, clusteredBy: keys, resampling: resampling)
}

/// What was said of one unit: how often each value, by its place among all values.
private struct RatedUnit {
  let counts: [(value: Int, count: Double)]
  let total: Double

  init(_ values: [Int]) {
    counts = Dictionary(grouping: values) { $0 }.map { ($0.key, Double($0.value.count)) }
      .sorted { $0.value < $1.value }
    total = Double(values.count)
  }

  /// The unit's part of Σ o_ck δ²_ck.
  func disagreement(_ squaredDifferences: [Double], valueCount: Int) -> Double {
    var sum = 0.0
    for (index, low) in counts.enumerated() {
      for high in counts[(index + 1)...] {
        sum += low.count * high.count * squaredDifferences[low.value * valueCount + high.value]
      }
    }
    return 2 * sum / (total - 1)
  }
}

private func krippendorffAlpha(
  of units: [RatedUnit], weights: [Double], values: [Double], metric: AlphaMetric
) -> Double? {
  var counts = [Double](repeating: 0, count: values.count)
  for (unit, weight) in zip(units, weights) where weight > 0 {
    for (value, count) in unit.counts { counts[value] += weight * count }
  }
  let squaredDifferences = metric.squaredDifferences(of: values, counts: counts)
  var (observed, expected) = (0.0, 0.0)
  for (unit, weight) in zip(units, weights) where weight > 0 {
    observed += weight * unit.disagreement(squaredDifferences, valueCount: values.count)
  }
  for low in values.indices where counts[low] > 0 {
    for high in values.indices where high > low {
      expected += 2 * counts[low] * counts[high] * squaredDifferences[low * values.count + high]
    }
  }
  guard expected > 0 else { return nil }
  return 1 - (counts.reduce(0, +) - 1) * observed / expected
}
