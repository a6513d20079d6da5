import Runs

/// Estimates any statistic of units that come in clusters, by the bootstrap over clusters.
///
/// Resamples on which the statistic is undefined are left out.
///
/// - Parameters:
///   - unitCount: How many units there are.
///   - keys: The cluster of each unit; where nil, each is a cluster of its own.
///   - statistic: Computes the number where each unit counts as often as its weight says; nil where
///     it is undefined.
/// - Returns: Nil where the statistic is undefined on the units themselves. With fewer than two
///   clusters the interval's ends are NaN: nothing is known of how clusters vary.
public func resampledEstimate(
  unitCount: Int, clusteredBy keys: [Int]? = nil, resampling: Resampling = Resampling(),
  of statistic: (_ weights: [Double]) -> Double?
) -> Estimate? {
  guard let value = statistic([Double](repeating: 1, count: unitCount)) else { return nil }
  let clusters = clusters(of: unitCount, by: keys)
  guard clusters.count > 1, value.isFinite else {
    return Estimate(value: value, lower: .nan, upper: .nan, confidence: resampling.confidence)
  }
  var generator = SeededGenerator(seed: resampling.seed)
  let found = (0..<resampling.count).compactMap { _ in
    statistic(redrawnWeights(of: clusters, unitCount: unitCount, using: &generator))
  }.sorted()
  let tail = (1 - resampling.confidence) / 2
  return Estimate(
    value: value, lower: quantile(tail, ofSorted: found),
    upper: quantile(1 - tail, ofSorted: found), confidence: resampling.confidence)
}

/// Returns the units of each cluster, clusters in the order of their first units.
func clusters(of unitCount: Int, by keys: [Int]?) -> [[Int]] {
  guard let keys else { return (0..<unitCount).map { [$0] } }
  precondition(
    keys.count == unitCount, "each unit needs a cluster: \(keys.count) for \(unitCount) units")
  var places: [Int: Int] = [:]
  var clusters: [[Int]] = []
  for (unit, key) in keys.enumerated() {
    if let place = places[key] {
      clusters[place].append(unit)
    } else {
      places[key] = clusters.count
      clusters.append([unit])
    }
  }
  return clusters
}

private func redrawnWeights(
  of clusters: [[Int]], unitCount: Int, using generator: inout SeededGenerator
) -> [Double] {
  var weights = [Double](repeating: 0, count: unitCount)
  for _ in clusters.indices {
    for unit in clusters[generator.next(below: clusters.count)] { weights[unit] += 1 }
  }
  return weights
}

/// Estimates the mean of credits in `0...1` that come in clusters.
///
/// Where all clusters have the same share, which says nothing about how they vary, the interval is
/// Wilson's with each cluster as one trial.
func clusteredShare(
  of credits: [Double], clusteredBy keys: [Int]?, resampling: Resampling
) -> Estimate {
  let groups = clusters(of: credits.count, by: keys).map { $0.map { credits[$0] } }
  let shares = Set(groups.map { $0.reduce(0, +) / Double($0.count) })
  guard shares.count > 1 else {
    return proportion(
      (shares.first ?? 0) * Double(groups.count), of: groups.count,
      confidence: resampling.confidence)
  }
  return meanEstimate(
    of: groups, resamples: resampling.count, seed: resampling.seed,
    confidence: resampling.confidence)
}
