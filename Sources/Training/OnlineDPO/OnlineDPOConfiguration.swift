public import Generation
import Runs

/// How a policy learns from comparisons of its own completions.
///
/// In `dpo.optimization`, a row is a prompt, of which two completions are compared; a step is a
/// batch of prompts.
public struct OnlineDPOConfiguration: Codable, Sendable, Equatable {
  /// What is asked of each pair, and how the policy's weights are moved.
  public var dpo = DPOConfiguration()
  /// How the two completions are sampled.
  public var sampling = SamplingConfiguration(maximumNewTokens: 64, temperature: 0.9)
  /// What a completion's score loses when it was cut off before its end.
  public var missingEndPenalty = 0.0

  /// The defaults of TRL: learning rate 5·10⁻⁷, 64 tokens at temperature 0.9, β 0.1.
  public init() { dpo.optimization.learningRate = 5e-7 }

  /// Refuses values that make no sense, and settings that would have no effect.
  public func validate() throws {
    do { try dpo.validate() } catch let error as ConfigurationError {
      throw ConfigurationError("dpo.\(error)")
    }
    try require(
      sampling.temperature > 0, "sampling.temperature", sampling.temperature,
      "more than 0: two completions are compared, and must differ")
    try require(missingEndPenalty >= 0, "missing_end_penalty", missingEndPenalty, "at least 0")
  }
}
