import Foundation

/// How the frequencies of a rotary embedding are stretched for texts longer than those of
/// pretraining; the kinds and names that `transformers` has.
public enum RotaryScaling: Sendable, Equatable {
  /// Not at all.
  case none
  /// All frequencies are divided by a factor.
  case linear(factor: Double)
  /// The base grows with the length of the text, once that is above `maximumPositions`.
  case dynamic(factor: Double)
  /// YaRN, Peng et al. 2023 (arXiv:2309.00071).
  case yarn(YaRN)
  /// Llama 3.1's, which divides low frequencies only.
  case llama3(Llama3)
  /// LongRoPE, Ding et al. 2024 (arXiv:2402.13753).
  case longrope(LongRoPE)

  /// The numbers of YaRN.
  public struct YaRN: Sendable, Equatable {
    /// How many times longer texts may be.
    public var factor: Double
    /// The length of texts in pretraining.
    public var originalPositions: Int
    /// Dimensions that turn more often than this over the original length stay as they are.
    public var fastTurns: Double
    /// Dimensions that turn less often than this are divided by the factor.
    public var slowTurns: Double
    /// What cosines and sines are multiplied by.
    public var attentionFactor: Double
    /// Whether the borders between the two are whole dimensions.
    public var roundsBorders: Bool

    /// Collects the numbers; the attention factor is 0.1·log(factor) + 1 when nil.
    public init(
      factor: Double, originalPositions: Int, fastTurns: Double = 32, slowTurns: Double = 1,
      attentionFactor: Double? = nil, roundsBorders: Bool = true
    ) {
      self.factor = factor
      self.originalPositions = originalPositions
      self.fastTurns = fastTurns
      self.slowTurns = slowTurns
      self.attentionFactor = attentionFactor ?? YaRN.growth(factor)
      self.roundsBorders = roundsBorders
    }

    /// 0.1·weight·log(factor) + 1, and 1 where nothing is stretched.
    public static func growth(_ factor: Double, weight: Double = 1) -> Double {
      factor <= 1 ? 1 : 0.1 * weight * log(factor) + 1
    }
  }

  /// The numbers of Llama 3.1's kind.
  public struct Llama3: Sendable, Equatable {
    /// What low frequencies are divided by.
    public var factor: Double
    /// Frequencies that turn less often than this over the original length are low.
    public var lowTurns: Double
    /// Frequencies that turn more often than this stay as they are.
    public var highTurns: Double
    /// The length of texts in pretraining.
    public var originalPositions: Int

    /// Collects the numbers.
    public init(factor: Double, lowTurns: Double, highTurns: Double, originalPositions: Int) {
      self.factor = factor
      self.lowTurns = lowTurns
      self.highTurns = highTurns
      self.originalPositions = originalPositions
    }
  }

  /// The numbers of LongRoPE.
  public struct LongRoPE: Sendable, Equatable {
    /// What each frequency is divided by in texts up to the original length. `[width / 2]`
    public var shortFactors: [Double]
    /// What each frequency is divided by in longer texts. `[width / 2]`
    public var longFactors: [Double]
    /// The length of texts in pretraining.
    public var originalPositions: Int
    /// What cosines and sines are multiplied by.
    public var attentionFactor: Double

    /// Collects the numbers; the attention factor is √(1 + log(factor) / log(originalPositions))
    /// when nil.
    public init(
      shortFactors: [Double], longFactors: [Double], factor: Double, originalPositions: Int,
      attentionFactor: Double? = nil
    ) {
      self.shortFactors = shortFactors
      self.longFactors = longFactors
      self.originalPositions = originalPositions
      let stretched = (1 + log(factor) / log(Double(originalPositions))).squareRoot()
      self.attentionFactor = attentionFactor ?? (factor <= 1 ? 1 : stretched)
    }
  }

  /// What cosines and sines are multiplied by.
  public var attentionFactor: Double {
    switch self {
    case .none, .linear, .dynamic, .llama3: 1
    case .yarn(let yarn): yarn.attentionFactor
    case .longrope(let longrope): longrope.attentionFactor
    }
  }

  /// Whether the frequencies depend on how long the text is.
  public var dependsOnLength: Bool {
    switch self {
    case .dynamic, .longrope: true
    case .none, .linear, .yarn, .llama3: false
    }
  }
}
