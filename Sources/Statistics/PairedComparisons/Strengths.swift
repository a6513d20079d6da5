import Foundation

/// How strong items are, found from who was preferred to whom, on a scale of log odds.
///
/// Only differences mean anything; the logarithms sum to zero.
public struct Strengths: Sendable, Codable, Equatable {
  /// log π of each item.
  public let logarithms: [Double]
  /// The standard error of each, where the model is right and outcomes are independent.
  public let modelErrors: [Double]
  /// The standard error of each by the sandwich of Huber and White, over clusters where given.
  public let sandwichErrors: [Double]
  /// How often the intervals hold the true number; in `0..<1`.
  public let confidence: Double
  private let modelCovariance: SquareMatrix
  private let sandwichCovariance: SquareMatrix

  init(
    _ logarithms: some Sequence<Double>, modelCovariance: SquareMatrix,
    sandwichCovariance: SquareMatrix, confidence: Double
  ) {
    let logarithms = Array(logarithms)
    let mean = logarithms.reduce(0, +) / Double(max(1, logarithms.count))
    self.logarithms = logarithms.map { $0 - mean }
    self.confidence = confidence
    self.modelCovariance = modelCovariance.centered(first: logarithms.count)
    self.sandwichCovariance = sandwichCovariance.centered(first: logarithms.count)
    func errors(_ covariance: SquareMatrix) -> [Double] {
      logarithms.indices.map { max(0, covariance[$0, $0]).squareRoot() }
    }
    modelErrors = errors(self.modelCovariance)
    sandwichErrors = errors(self.sandwichCovariance)
  }

  /// π of each item, with a geometric mean of 1.
  public var values: [Double] { logarithms.map { exp($0) } }

  /// π of each item as a share of all: they sum to 1.
  public var shares: [Double] {
    let largest = logarithms.max() ?? 0
    let scaled = logarithms.map { exp($0 - largest) }
    let total = scaled.reduce(0, +)
    return scaled.map { $0 / total }
  }

  /// Each item on the scale of chess: 1000 + 400·log₁₀ π.
  public var elo: [Double] { logarithms.map { Self.elo(of: $0) } }

  /// log π of each item with an interval by the larger of its two errors.
  public var estimates: [Estimate] {
    logarithms.indices.map { item in
      estimate(logarithms[item], error: max(modelErrors[item], sandwichErrors[item]))
    }
  }

  /// Each item on the scale of chess, with the intervals of `estimates`.
  public var eloEstimates: [Estimate] { estimates.map { $0.mapped(Self.elo(of:)) } }

  /// Each item's place: one more than the items whose intervals lie wholly above its own.
  ///
  /// The rule of Chatbot Arena (arXiv:2403.04132).
  public var ranks: [Int] {
    let estimates = estimates
    return estimates.map { own in 1 + estimates.count { $0.lower > own.upper } }
  }

  /// Returns log π of one item minus that of another, with an interval.
  public func difference(_ item: Int, from other: Int) -> Estimate {
    func variance(_ covariance: SquareMatrix) -> Double {
      covariance[item, item] + covariance[other, other] - 2 * covariance[item, other]
    }
    let larger = max(0, variance(modelCovariance), variance(sandwichCovariance))
    return estimate(logarithms[item] - logarithms[other], error: larger.squareRoot())
  }

  /// Returns π/(π + π′): how often one item is preferred to another, ties aside, with an interval.
  public func winProbability(of item: Int, over other: Int) -> Estimate {
    difference(item, from: other).mapped { 1 / (1 + exp(-$0)) }
  }

  private func estimate(_ value: Double, error: Double) -> Estimate {
    Estimate(value: value, error: error, confidence: confidence)
  }

  private static func elo(of logarithm: Double) -> Double {
    1000 + 400 / log(10) * logarithm
  }
}
