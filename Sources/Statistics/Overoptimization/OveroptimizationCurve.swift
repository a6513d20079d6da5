import Foundation

/// How a true score rises and falls while a policy is optimized against a stand-in for it.
///
/// The forms that Gao et al. 2022 (arXiv:2210.10760) found, with d = √KL(π‖π₀) and R measured from
/// the score of π₀, where d is 0:
///
///     best of n:               R(d) = d·(α − β·d)       highest at d* = α/2β
///     reinforcement learning:  R(d) = d·(α − β·log d)   highest at d* = e^(α/β − 1)
///
/// α is how much an optimizer gains at first, β how fast the stand-in stops to be one. At its peak
/// the first is α²/4β high, the second β·d*.
public struct OveroptimizationCurve: Sendable, Codable, Equatable {
  /// How a policy was optimized, which gives the curve its form.
  public enum Form: String, Sendable, Codable, CaseIterable {
    /// By taking the best of n completions.
    case bestOfN = "best_of_n"
    /// By reinforcement learning.
    case reinforcement
  }

  /// Which form it has.
  public let form: Form
  /// How much is gained at first.
  public let alpha: Double
  /// How fast the curve bends down.
  public let beta: Double

  /// Creates a curve.
  public init(_ form: Form, alpha: Double, beta: Double) {
    self.form = form
    self.alpha = alpha
    self.beta = beta
  }

  /// Returns R(d), what is gained over the start.
  ///
  /// - Parameter distance: d, the root of the KL in nats; at least 0.
  public func gain(at distance: Double) -> Double {
    distance > 0 ? distance * (alpha - beta * form.bend(at: distance)) : 0
  }

  /// Where it is highest, in √nats: d*; nil where it has no peak beyond the start.
  public var peakDistance: Double? {
    guard beta > 0 else { return nil }
    let place = form.peak(atRatio: alpha / beta)
    return place > 0 && place.isFinite ? place : nil
  }

  /// How high it is at its peak.
  public var peakGain: Double? { peakDistance.map(gain) }
}

extension OveroptimizationCurve.Form {
  /// What β multiplies: d, or log d.
  func bend(at distance: Double) -> Double {
    switch self {
    case .bestOfN: distance
    case .reinforcement: log(distance)
    }
  }

  /// Where the curve with α/β = ρ has its peak; rises with ρ, and is never below 0.
  func peak(atRatio ratio: Double) -> Double {
    switch self {
    case .bestOfN: max(0, ratio / 2)
    case .reinforcement: exp(ratio - 1)
    }
  }
}
