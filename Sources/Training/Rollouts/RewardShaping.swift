import Batches
public import Objectives
import Scoring
import Torch

/// What is done to the scores of completions before anything is learned from them; by default
/// nothing.
///
/// Scores are normalized, clipped, and then lose what a completion's length and a missing end cost:
/// these prices are in units of the normalized score.
public struct RewardShaping: Codable, Sendable, Equatable {
  /// What scores are brought to one scale by.
  public var normalization = ScoreNormalization.none
  /// The largest size of a score after normalization, of either sign; 0 leaves all as they are.
  public var scoreLimit = 0.0
  /// What a completion loses for each token.
  public var lengthPenalty = 0.0
  /// How many tokens of a completion the length penalty spares.
  public var freeLength = 0
  /// The tokens before the limit of length over which `overlongPenalty` builds up; 0 for none.
  public var overlongBuffer = 0
  /// What a completion loses that reaches the limit of length, beside the price of a missing end.
  public var overlongPenalty = 1.0
  /// Whether a completion without an end scores −`missing_end_penalty` whatever it says, instead of
  /// losing that much.
  public var replacesUnfinished = false

  /// Nothing is done.
  public init() {}
}

/// What the scores of completions are brought to one scale by.
public enum ScoreNormalization: String, Sendable, Codable, CaseIterable {
  /// Nothing: scores are what the reward gives.
  case none
  /// The mean and the standard deviation of the scores of their rollout.
  case rollout
  /// The mean and the standard deviation of all scores of the run so far; Zheng et al. 2023
  /// (arXiv:2307.04964).
  case running
  /// The standard deviation of all scores of the run so far, zero staying zero; Engstrom et al.
  /// 2020 (arXiv:2005.12729).
  case runningScale
}

extension RewardShaping {
  /// Whether the scores so far have a say in those to come.
  public var isRunning: Bool { normalization == .running || normalization == .runningScale }

  /// Brings the scores of a rollout to one scale, and clips them.
  ///
  /// - Parameter moments: Of the scores so far, to which these are added first; part of a
  ///   checkpoint. Nil before the first rollout, and for ever where they have no say.
  public func normalized(_ scores: [Double], _ moments: inout RunningMoments?) -> [Double] {
    let scaled = normalizedUnclipped(scores, &moments)
    guard scoreLimit > 0 else { return scaled }
    return scaled.map { min(max($0, -scoreLimit), scoreLimit) }
  }

  private func normalizedUnclipped(
    _ scores: [Double], _ moments: inout RunningMoments?
  ) -> [Double] {
    var seen = isRunning ? moments ?? RunningMoments() : RunningMoments()
    seen.add(scores)
    if isRunning { moments = seen }
    switch normalization {
    case .none: return scores
    case .rollout, .running: return seen.scaled(scores, shiftingMean: true)
    case .runningScale: return seen.scaled(scores, shiftingMean: false)
    }
  }

  /// Takes off what each completion's length and a missing end cost.
  ///
  /// - Parameters:
  ///   - scores: One for each episode, normalized.
  ///   - maximumLength: The most tokens that a completion may have.
  ///   - missingEndPenalty: What a completion loses that was cut off before its end.
  /// - Returns: What is paid for each. `[episodes]`, float32
  func penalized(
    _ scores: [Double], of episodes: [Episode], maximumLength: Int, missingEndPenalty: Double,
    on device: Device
  ) -> Tensor {
    let isFinished = Tensor(episodes.map(\.isFinished), on: device)
    let lengths = Tensor(episodes.map(\.sequence.completion.count), on: device)
    var paid = Tensor(scores.map(Float.init), on: device)
    paid =
      replacesUnfinished
      ? paid.filled(with: -missingEndPenalty, unless: isFinished)
      : penalizedScores(paid, isFinished: isFinished, penalty: missingEndPenalty)
    if lengthPenalty > 0 {
      paid = paid - lengthPenalties(of: lengths, perToken: lengthPenalty, freeTokens: freeLength)
    }
    if overlongBuffer > 0 {
      paid =
        paid - overlongPenalty
        * overlongPenalties(of: lengths, maximumLength: maximumLength, buffer: overlongBuffer)
    }
    return paid
  }

  /// Refuses values that make no sense, or have no effect.
  ///
  /// - Parameters:
  ///   - maximumLength: The most tokens that a completion may have.
  ///   - prefix: The section's name, for messages.
  func validate(maximumLength: Int, _ prefix: String = "reward_shaping") throws {
    try require(scoreLimit >= 0, "\(prefix).score_limit", scoreLimit, "at least 0")
    try require(lengthPenalty >= 0, "\(prefix).length_penalty", lengthPenalty, "at least 0")
    try require(
      (0...maximumLength).contains(freeLength), "\(prefix).free_length", freeLength,
      "from 0 to sampling.maximum_new_tokens, \(maximumLength)")
    try require(
      freeLength == 0 || lengthPenalty > 0, "\(prefix).free_length", freeLength,
      "0 without a length_penalty: nothing costs")
    try require(
      (0...maximumLength).contains(overlongBuffer), "\(prefix).overlong_buffer", overlongBuffer,
      "from 0 to sampling.maximum_new_tokens, \(maximumLength)")
    try require(overlongPenalty >= 0, "\(prefix).overlong_penalty", overlongPenalty, "at least 0")
    try require(
      overlongPenalty == RewardShaping().overlongPenalty || overlongBuffer > 0,
      "\(prefix).overlong_penalty", overlongPenalty, "left out without an overlong_buffer")
  }
}
