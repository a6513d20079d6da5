public import Datasets
public import Foundation

/// Completions of one prompt in somebody's order of preference, with all that is known of them.
///
/// Only the prompt and the completions must be there. What is nil or empty is not known, and the
/// checks that need it say so.
public struct AuditedRanking: Sendable, Equatable {
  /// What was asked.
  public var prompt: Content
  /// The completions, in any order.
  public var completions: [AuditedCompletion]
  /// Who ranked them.
  public var labeler: String?
  /// What tells this ranking from others; its pairs belong together.
  public var groupID: String?
  /// The split it is in: `train`, `valid`, `test`, or another name.
  public var split: String?
  /// Where the prompt comes from.
  public var origin: String?
  /// Under which licence the prompt may be used.
  public var license: String?
  /// The language, as a tag such as `en` or `pt-BR`.
  public var language: String?
  /// Further groups that the row belongs to, such as its topics.
  public var tags: [String]
  /// The version of the guideline that the labeler followed.
  public var guidelineVersion: String?
  /// How long the labeler took, in seconds.
  public var seconds: Double?
  /// When the judgement was made.
  public var submittedAt: Date?
  /// What was found wrong with the row as a whole, such as `harmful` or `personal_data`.
  public var flags: [String]
  /// Whether the right ranking was known beforehand, to test the labelers.
  public var isGold: Bool?
  /// Where it was read.
  public var source: RowSource?

  /// Creates a ranking of which no more is known than is given.
  public init(
    prompt: Content, completions: [AuditedCompletion], labeler: String? = nil,
    groupID: String? = nil, split: String? = nil, origin: String? = nil, license: String? = nil,
    language: String? = nil, tags: [String] = [], guidelineVersion: String? = nil,
    seconds: Double? = nil, submittedAt: Date? = nil, flags: [String] = [], isGold: Bool? = nil,
    source: RowSource? = nil
  ) {
    self.prompt = prompt
    self.completions = completions
    self.labeler = labeler
    self.groupID = groupID
    self.split = split
    self.origin = origin
    self.license = license
    self.language = language
    self.tags = tags
    self.guidelineVersion = guidelineVersion
    self.seconds = seconds
    self.submittedAt = submittedAt
    self.flags = flags
    self.isGold = isGold
    self.source = source
  }

  /// Creates the audited form of a ranking.
  public init(_ ranking: Ranking) {
    self.init(
      prompt: ranking.prompt,
      completions: zip(ranking.completions, ranking.ranks).map {
        AuditedCompletion(content: $0, rank: $1)
      }, labeler: ranking.labeler, source: ranking.source)
  }
}

/// One of the completions of a ranking, with all that is known of it.
public struct AuditedCompletion: Sendable, Equatable {
  /// What was answered.
  public var content: Content
  /// Its rank: 1 is best, equal ranks are ties, and nil is not ranked.
  public var rank: Int?
  /// What wrote it.
  public var model: String?
  /// Why it ended: `stop`, `length`, or another word.
  public var finishReason: String?
  /// At which place the labeler saw it, counted from 1.
  public var position: Int?
  /// How many tokens it has.
  public var tokenCount: Int?
  /// What was found wrong with it, such as `harmful` or `personal_data`.
  public var flags: [String]

  /// Creates a completion of which no more is known than is given.
  public init(
    content: Content, rank: Int?, model: String? = nil, finishReason: String? = nil,
    position: Int? = nil, tokenCount: Int? = nil, flags: [String] = []
  ) {
    self.content = content
    self.rank = rank
    self.model = model
    self.finishReason = finishReason
    self.position = position
    self.tokenCount = tokenCount
    self.flags = flags
  }
}
