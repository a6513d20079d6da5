import Foundation

/// Where the mean of numbers in `0...1` lies, right at whatever moment one looks.
///
/// An interval that was made for a fixed number of observations is wrong for whoever looks after
/// each and stops when they like it. This one holds the mean at all moments at once, with the
/// confidence it is given, so that one may stop whenever enough is known. For each candidate m, two
/// players bet on the next observation being above or below it; a candidate against which either
/// became rich is not the mean:
///
///     K⁺ₜ(m) = Π(1 + λᵢ·(xᵢ − m)),  K⁻ₜ(m) = Π(1 − λᵢ·(xᵢ − m));  m is out once K > 2/α
///     λᵢ = √(2·log(2/α) / (σ̂²ᵢ₋₁·i·log(i + 1))), at most ½/m and ½/(1 − m)
///
/// The hedged capital of Waudby-Smith and Ramdas 2024 (arXiv:2010.09686), with σ̂² the variance so
/// far, one observation of variance ¼ added. It supposes that the observations, here prompts, come
/// in random order. The interval never widens.
public struct ConfidenceSequence: Sendable {
  /// How often the interval holds the mean at all moments.
  public let confidence: Double
  /// How many observations there were.
  public private(set) var count = 0
  private var candidates: [Candidate]
  private let spacing: Double
  private var sum = 0.5
  private var squares = 0.25
  private var bounds = 0.0...1.0

  /// Begins with nothing known.
  ///
  /// - Parameters:
  ///   - confidence: In `0..<1`, and not 0.
  ///   - resolution: How many steps there are between 0 and 1; an end lies at most one of them too
  ///     far out.
  public init(confidence: Double = 0.95, resolution: Int = 1000) {
    precondition(0 < confidence && confidence < 1, "the confidence is \(confidence), not in 0..<1")
    precondition(resolution > 0, "the resolution must be positive, is \(resolution)")
    self.confidence = confidence
    spacing = 1 / Double(resolution)
    candidates = (0...resolution).map { Candidate(mean: Double($0) / Double(resolution)) }
  }

  /// Takes the next observation, in `0...1`.
  public mutating func observe(_ value: Double) {
    precondition((0...1).contains(value), "an observation must be in 0...1, is \(value)")
    count += 1
    let bet = nextBet
    for index in candidates.indices { candidates[index].play(value, bet) }
    let limit = log(2 / (1 - confidence))
    candidates.removeAll { max($0.above, $0.below) > limit }
    sum += value
    let mean = sum / Double(count + 1)
    squares += (value - mean) * (value - mean)
    // With no candidate left, all that was seen is as unlikely as the interval's being wrong.
    guard let first = candidates.first, let last = candidates.last else { return }
    let lower = max(bounds.lowerBound, first.mean - spacing)
    bounds = lower...max(lower, min(bounds.upperBound, last.mean + spacing))
  }

  private var nextBet: Double {
    let variance = squares / Double(count)
    let place = Double(count)
    return (2 * log(2 / (1 - confidence)) / (variance * place * log(place + 1))).squareRoot()
  }

  /// The mean of what was observed, and the interval.
  public var estimate: Estimate {
    Estimate(
      value: count == 0 ? .nan : (sum - 0.5) / Double(count), lower: bounds.lowerBound,
      upper: bounds.upperBound, confidence: confidence)
  }
}

/// A number that may be the mean, with what was won by betting against it, as logarithms.
private struct Candidate: Sendable {
  let mean: Double
  var above = 0.0
  var below = 0.0

  init(mean: Double) { self.mean = mean }

  mutating func play(_ value: Double, _ bet: Double) {
    let distance = value - mean
    above += log1p(min(bet, mean > 0 ? 0.5 / mean : bet) * distance)
    below += log1p(-min(bet, mean < 1 ? 0.5 / (1 - mean) : bet) * distance)
  }
}

extension ConfidenceSequence {
  /// What is known of two policies when the observations are one's shares of wins.
  public enum Standing: String, Sendable, Codable, CaseIterable {
    /// Not enough yet.
    case open
    /// The first is preferred.
    case better
    /// The second is.
    case worse
    /// They differ by so little that more prompts would change nothing of interest.
    case alike
  }

  /// Says what is known.
  ///
  /// - Parameter tolerance: How far from ½ a win rate may be without being of interest.
  public func standing(tolerance: Double = 0.05) -> Standing {
    if bounds.lowerBound >= 0.5 { return .better }
    if bounds.upperBound <= 0.5 { return .worse }
    let isNear = bounds.lowerBound >= 0.5 - tolerance && bounds.upperBound <= 0.5 + tolerance
    return isNear ? .alike : .open
  }
}
