/// What is wrong with an answer, and with which part of it.
public struct AnswerProblem: Sendable, Equatable {
  /// A part of an answer.
  public enum Field: Sendable, Hashable {
    /// Whether there is a judgement.
    case verdict
    /// The order as a whole.
    case ranks
    /// The rank of one completion.
    case rank(Identifier<StoredCompletion>)
    /// How clearly one is better.
    case strength
    /// A completion's mark on an axis.
    case rating(axis: String, Identifier<StoredCompletion>)
    /// What is flagged.
    case flags
    /// What was written.
    case text
    /// Why, in the labeler's words.
    case reason
  }

  /// Which part.
  public var field: Field
  /// A sentence that says what is wrong and what to do.
  public var message: String

  /// Creates a problem.
  public init(_ field: Field, _ message: String) {
    self.field = field
    self.message = message
  }
}
