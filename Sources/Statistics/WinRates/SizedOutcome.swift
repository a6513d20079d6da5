/// How a comparison of two completions ended, with how long they are.
public struct SizedOutcome: Sendable, Codable, Equatable {
  /// The number of the prompt; comparisons of one prompt are alike.
  public let prompt: Int
  /// How it ended for the first policy's completion.
  public let outcome: Outcome
  /// The length of the first policy's completion, in whatever both were counted.
  public let length: Int
  /// The length of the other.
  public let otherLength: Int

  /// Creates an outcome from its parts.
  public init(prompt: Int, outcome: Outcome, length: Int, otherLength: Int) {
    precondition(
      length >= 0 && otherLength >= 0,
      "lengths must not be negative, are \(length) and \(otherLength)")
    self.prompt = prompt
    self.outcome = outcome
    self.length = length
    self.otherLength = otherLength
  }

  /// By how much the first policy's completion is longer.
  var difference: Double { Double(length - otherLength) }
}
