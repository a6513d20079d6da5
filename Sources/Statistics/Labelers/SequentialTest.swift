import Foundation

/// Decides from a labeler's answers to gold questions, one after another, whether to go on.
///
///     Λ = Σ log(P(answer | poor) / P(answer | good));   pause at Λ ≥ log((1 − β)/α),
///     clear at Λ ≤ log(β/(1 − α))
///
/// The sequential probability ratio test, Wald 1945. After a clearance a new test begins, so that
/// a labeler who grows careless is found; a pause stands.
public struct SequentialTest: Sendable, Codable, Equatable {
  /// What the answers so far say.
  public enum Verdict: String, Sendable, Codable, CaseIterable {
    /// Not enough is known yet.
    case `continue`
    /// The labeler answers like a poor one: hand out nothing more and talk.
    case pause
    /// The labeler answers like a good one.
    case clear
  }

  /// Where a test stands.
  public struct State: Sendable, Codable, Equatable {
    /// What follows from the answers so far.
    public let verdict: Verdict
    /// Λ of the test that is running or, at the answer that decides, that has ended.
    public let logLikelihoodRatio: Double
    /// How many answers that test has seen.
    public let answerCount: Int
  }

  /// The share of right answers of a good labeler.
  public let goodAccuracy: Double
  /// The share of right answers of a poor labeler.
  public let poorAccuracy: Double
  /// α, how often a good labeler is paused.
  public let falsePauseRate: Double
  /// β, how often a poor labeler is cleared.
  public let falseClearRate: Double

  /// Creates a test.
  public init(
    goodAccuracy: Double = 0.9, poorAccuracy: Double = 0.6, falsePauseRate: Double = 0.05,
    falseClearRate: Double = 0.05
  ) {
    precondition(
      0 < poorAccuracy && poorAccuracy < goodAccuracy && goodAccuracy < 1,
      "accuracies must be 0 < poor < good < 1, are \(poorAccuracy) and \(goodAccuracy)")
    precondition(
      [falsePauseRate, falseClearRate].allSatisfy { 0 < $0 && $0 < 0.5 },
      "rates must be in 0..<0.5 and not 0, are \(falsePauseRate) and \(falseClearRate)")
    self.goodAccuracy = goodAccuracy
    self.poorAccuracy = poorAccuracy
    self.falsePauseRate = falsePauseRate
    self.falseClearRate = falseClearRate
  }

  /// The Λ at which a labeler is paused.
  public var pauseBound: Double { log((1 - falseClearRate) / falsePauseRate) }

  /// The Λ at which a labeler is cleared; negative.
  public var clearBound: Double { log(falseClearRate / (1 - falsePauseRate)) }

  /// What a right or a wrong answer adds to Λ.
  public func step(isCorrect: Bool) -> Double {
    isCorrect
      ? log(poorAccuracy / goodAccuracy) : log((1 - poorAccuracy) / (1 - goodAccuracy))
  }

  /// Returns where the test stands after answers, the oldest first.
  public func state(after answers: [Bool]) -> State {
    var (ratio, count, verdict) = (0.0, 0, Verdict.continue)
    var hasEnded = false
    for isCorrect in answers {
      if hasEnded { (ratio, count, hasEnded) = (0, 0, false) }
      ratio += step(isCorrect: isCorrect)
      count += 1
      if ratio >= pauseBound {
        return State(verdict: .pause, logLikelihoodRatio: ratio, answerCount: count)
      }
      if ratio <= clearBound { (verdict, hasEnded) = (.clear, true) }
    }
    return State(verdict: verdict, logLikelihoodRatio: ratio, answerCount: count)
  }
}

/// Estimates how often a labeler answers gold questions right; Wilson's interval.
public func goldAccuracy(_ answers: [Bool], confidence: Double = 0.95) -> Estimate {
  proportion(Double(answers.count { $0 }), of: answers.count, confidence: confidence)
}
