/// A coefficient of agreement with its interval, or why there is none.
public enum Coefficient: Sendable, Codable, Equatable {
  /// It was computed.
  case defined(Estimate)
  /// It cannot be computed; it is neither 0 nor 1.
  case undefined(Cause)

  /// Why a coefficient cannot be computed.
  public enum Cause: String, Sendable, Codable, CaseIterable {
    /// No unit was judged by two labelers.
    case nothingShared
    /// All judgements are the same, so chance alone would agree as well.
    case oneValue
  }

  /// The coefficient with its interval; nil where undefined.
  public var estimate: Estimate? {
    if case .defined(let estimate) = self { estimate } else { nil }
  }

  /// The coefficient; nil where undefined.
  public var value: Double? { estimate?.value }
}

extension Coefficient: CustomStringConvertible {
  /// The coefficient as a person reads it: `0.743 (0.512–0.901)` or why it is undefined.
  public var description: String {
    switch self {
    case .defined(let estimate): estimate.description
    case .undefined(.nothingShared): "undefined: nothing was judged twice"
    case .undefined(.oneValue): "undefined: only one value used"
    }
  }
}

extension Coefficient {
  /// Resamples a coefficient whose largest value, 1, means perfect agreement.
  ///
  /// Perfect agreement does not vary over resamples. Its lower end supposes that the share of
  /// clusters with agreement by mere chance is the most that Wilson's interval of 0 of n allows.
  init(
    unitCount: Int, clusteredBy keys: [Int]?, resampling: Resampling,
    of statistic: (_ weights: [Double]) -> Double?
  ) {
    guard unitCount > 0 else {
      self = .undefined(.nothingShared)
      return
    }
    let found = resampledEstimate(
      unitCount: unitCount, clusteredBy: keys, resampling: resampling, of: statistic)
    guard let found else {
      self = .undefined(.oneValue)
      return
    }
    guard found.value == 1 else {
      self = .defined(found)
      return
    }
    let clusterCount = clusters(of: unitCount, by: keys).count
    let unseen = proportion(0, of: clusterCount, confidence: resampling.confidence).upper
    self = .defined(
      Estimate(value: 1, lower: 1 - unseen, upper: 1, confidence: resampling.confidence))
  }
}
