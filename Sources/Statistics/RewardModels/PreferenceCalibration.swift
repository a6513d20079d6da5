/// Whether a reward model's preferences come true as often as it is sure of them.
///
///     ECE = Σ nᵦ/n · |mean confidence of bin b − how often its preferences came true|
///
/// The expected calibration error of Naeini et al. 2015 on σ(|r₁ − r₂|), the confidence in the
/// preferred completion: each pair is seen once, from the side that the model prefers. Seen from the
/// chosen completion, everything would have come true; seen from both, each bin would be the mirror
/// of another.
///
/// Unlike ``Calibration``, it takes pairs as they are, and has an interval.
public struct PreferenceCalibration: Sendable, Codable, Equatable {
  /// How the confidences are put into bins.
  public enum Binning: Sendable, Codable, Equatable {
    /// That many bins of the same width from ½ to 1.
    case equalWidth(Int)
    /// That many bins of about the same number of pairs; equal confidences stay together.
    case equalMass(Int)
  }

  /// Pairs of about the same confidence.
  public struct Bin: Sendable, Codable, Equatable {
    /// The least confidence that may be in it.
    public let lower: Double
    /// The greatest confidence that may be in it.
    public let upper: Double
    /// How many pairs there are.
    public let count: Int
    /// Their mean confidence.
    public let meanConfidence: Double
    /// How often the preferred completion was the better one; prompts are clusters.
    public let frequency: Estimate
  }

  /// The bins that are not empty, the least confident first.
  public let bins: [Bin]
  /// The expected calibration error, with its interval by drawing prompts anew into the same bins.
  ///
  /// NB: chance alone moves bins off the diagonal, so that it is above zero also for a perfect
  /// model, the more so the fewer pairs a bin has; a drawn sample has more of it than the sample it
  /// is drawn from.
  public let expectedError: Estimate
  /// The largest distance of any bin; NaN for no pairs.
  public let maximumError: Double
  /// The mean of (σ(m) − y)², Brier 1950; ¼ is what a model without preferences gets.
  public let brierScore: Double
  /// The mean of −log of the probability of the judgement, in nats; log 2 is what a model without
  /// preferences gets.
  public let negativeLogLikelihood: Double

  /// Measures pairs.
  ///
  /// - Parameters:
  ///   - pairs: In any order, each either way round.
  ///   - binning: How the curve is cut.
  ///   - resampling: How the interval is found; prompts are drawn anew.
  /// - Precondition: There is at least one bin.
  public init(
    of pairs: [JudgedPair], binning: Binning = .equalWidth(10),
    resampling: Resampling = Resampling()
  ) {
    let sorted = pairs.sorted { $0.confidence < $1.confidence }
    let ranges = binning.ranges(of: sorted.map(\.confidence))
    bins = ranges.map { range in
      let members = sorted[range.members]
      return Bin(
        lower: range.lower, upper: range.upper, count: members.count,
        meanConfidence: members.reduce(0) { $0 + $1.confidence } / Double(members.count),
        frequency: clusteredShare(
          of: members.map(\.credit), clusteredBy: members.map(\.prompt), resampling: resampling))
    }
    let members = ranges.map(\.members)
    expectedError =
      resampledEstimate(
        unitCount: sorted.count, clusteredBy: sorted.map(\.prompt), resampling: resampling
      ) { expectedCalibrationError(of: sorted, in: members, weights: $0) }
      ?? Estimate(value: .nan, lower: .nan, upper: .nan, confidence: resampling.confidence)
    maximumError =
      bins.map { abs($0.meanConfidence - $0.frequency.value) }.max() ?? .nan
    let count = Double(pairs.count)
    brierScore =
      pairs.reduce(0) { sum, pair in
        let error = pair.confidence - (pair.margin < 0 ? 1 - pair.label : pair.label)
        return sum + error * error
      } / count
    negativeLogLikelihood =
      pairs.reduce(0) { $0 + $1.negativeLogLikelihood(scale: 1) } / count
  }
}

/// The error where each pair counts as often as its weight says; nil where none counts.
private func expectedCalibrationError(
  of pairs: [JudgedPair], in bins: [Range<Int>], weights: [Double]
) -> Double? {
  var (total, sum) = (0.0, 0.0)
  for bin in bins {
    var difference = 0.0
    for index in bin {
      total += weights[index]
      difference += weights[index] * (pairs[index].confidence - pairs[index].credit)
    }
    sum += abs(difference)
  }
  return total > 0 ? sum / total : nil
}

extension PreferenceCalibration.Binning {
  /// A bin's bounds, and its members among sorted confidences.
  fileprivate typealias Part = (lower: Double, upper: Double, members: Range<Int>)

  /// The bins that are not empty.
  fileprivate func ranges(of confidences: [Double]) -> [Part] {
    switch self {
    case .equalWidth(let count): equallyWide(confidences, count)
    case .equalMass(let count): equallyFull(confidences, count)
    }
  }

  private func equallyWide(_ confidences: [Double], _ count: Int) -> [Part] {
    precondition(count > 0, "at least one bin is needed, not \(count)")
    func bin(_ confidence: Double) -> Int {
      min(count - 1, Int((confidence - 0.5) * 2 * Double(count)))
    }
    func bound(_ index: Int) -> Double { 0.5 + Double(index) / Double(2 * count) }
    var parts: [Part] = []
    var start = 0
    while start < confidences.count {
      let index = bin(confidences[start])
      let end =
        confidences[start...].firstIndex { bin($0) != index } ?? confidences.count
      parts.append((bound(index), bound(index + 1), start..<end))
      start = end
    }
    return parts
  }

  private func equallyFull(_ confidences: [Double], _ count: Int) -> [Part] {
    precondition(count > 0, "at least one bin is needed, not \(count)")
    var parts: [Part] = []
    var start = 0
    for index in 1...count {
      var end = confidences.count * index / count
      guard end > start else { continue }
      while end < confidences.count, confidences[end] == confidences[end - 1] { end += 1 }
      parts.append((confidences[start], confidences[end - 1], start..<end))
      start = end
    }
    return parts
  }
}
