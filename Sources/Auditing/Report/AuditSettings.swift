/// What an audit looks at.
public struct AuditSettings: Sendable {
  /// How many examples each finding shows; 0 or more.
  public var exampleLimit: Int
  /// The most tokens that a prompt with a completion may have, if there is a limit.
  public var maximumTokens: Int?
  /// The most words that a prompt with a completion may have, if there is a limit.
  public var maximumWords: Int?
  /// The most characters (scalars) that a prompt with a completion may have, if there is a limit.
  public var maximumCharacters: Int?
  /// Counts the tokens of a text, where a tokenizer is at hand.
  public var countTokens: (@Sendable (String) -> Int)?
  /// From which similarity on two prompts are near duplicates; in `0.5...1`.
  public var similarity: Double
  /// Whether rows that cannot be understood are known of, and only a warning.
  public var skipsBadRows: Bool

  /// Creates the usual settings, save those that are given.
  public init(
    exampleLimit: Int = 5, maximumTokens: Int? = nil, maximumWords: Int? = nil,
    maximumCharacters: Int? = nil, countTokens: (@Sendable (String) -> Int)? = nil,
    similarity: Double = 0.8, skipsBadRows: Bool = false
  ) {
    precondition(exampleLimit >= 0, "the limit of examples must be 0 or more, is \(exampleLimit)")
    self.exampleLimit = exampleLimit
    self.maximumTokens = maximumTokens
    self.maximumWords = maximumWords
    self.maximumCharacters = maximumCharacters
    self.countTokens = countTokens
    self.similarity = similarity
    self.skipsBadRows = skipsBadRows
  }
}
