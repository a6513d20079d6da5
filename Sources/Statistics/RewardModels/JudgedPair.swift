import Foundation

/// A pair of completions as a reward model scores it and as people judged it.
///
/// Which of the two is called the first changes no measure made of it: a pair and its mirror are
/// the same, and nothing counts both.
public struct JudgedPair: Sendable, Codable, Equatable {
  /// The reward of the first completion less that of the second.
  public let margin: Double
  /// How sure people are that the first is the better one, in `0...1`: ½ for a tie.
  public let label: Double
  /// The number of the prompt, or of what else pairs depend on.
  public let prompt: Int

  /// Creates a pair from its parts.
  ///
  /// - Precondition: The margin is a number, and the label is in `0...1`.
  public init(margin: Double, label: Double = 1, prompt: Int) {
    precondition(margin.isFinite, "a margin must be finite, is \(margin)")
    precondition((0...1).contains(label), "a label must be in 0...1, is \(label)")
    self.margin = margin
    self.label = label
    self.prompt = prompt
  }

  /// The pair with its completions the other way round.
  public var mirrored: JudgedPair { JudgedPair(margin: -margin, label: 1 - label, prompt: prompt) }

  /// How sure the reward model is of the completion it prefers: σ(|r₁ − r₂|), in `½...1`.
  public var confidence: Double { sigmoid(abs(margin)) }

  /// How far the model's preference came true: the label of the completion it prefers; ½ where it
  /// prefers none.
  public var credit: Double { margin > 0 ? label : margin < 0 ? 1 - label : 0.5 }

  /// Returns −log of the probability of the judgement at a temperature, in nats.
  ///
  ///     −y·log σ(s·m) − (1 − y)·log σ(−s·m)
  ///
  /// - Parameter scale: s, one over the temperature.
  func negativeLogLikelihood(scale: Double) -> Double {
    // log(1 + eˣ) without overflow.
    func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }
    return label * softplus(-scale * margin) + (1 - label) * softplus(scale * margin)
  }
}

/// Returns σ(x) = 1 / (1 + e⁻ˣ).
func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
