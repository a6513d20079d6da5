/// What of a store is exported, and how.
public struct ExportFilter: Sendable, Codable, Equatable {
  /// What to do with completions that a labeler took for equally good.
  public enum Ties: String, Sendable, Codable, CaseIterable {
    /// Leave them out: no pair, and no ranking in which all are tied.
    case drop
    /// Keep them as equal ranks, each side of which is worth a half; only rankings can hold that.
    case half
  }

  /// Which judgements of a task count.
  public enum Counting: String, Sendable, Codable, CaseIterable {
    /// Each is exported.
    case everyJudgement
    /// The ranking of each task that its judgements have in common, by ranked pairs (Tideman 1987).
    case majority
  }

  /// What to do with ties.
  public var ties: Ties
  /// Which judgements of a task count.
  public var counting: Counting
  /// The least strength of preference that counts, in `1...3`.
  ///
  /// With one, judgements that have no strength are left out as well. Llama 3 keeps the clear ones
  /// (arXiv:2407.21783, §4.1).
  public var leastStrength: Int?
  /// Whether rows have a `margin`: the strength, 1 to 3, as in Llama 2 (arXiv:2307.09288, §3.2.2).
  ///
  /// Judgements that have no strength are then left out, for a margin is either in all rows or in none.
  public var hasMargins: Bool
  /// Whether late judgements that were not needed any more are exported too.
  public var includesSurplus: Bool
  /// Whether judgements of models and rules are exported too, and not only people's.
  public var includesMachines: Bool
  /// Whether the format `sft` also takes the completions that were ranked best.
  public var includesBestRanked: Bool
  /// Whether rows name the models that wrote the completions.
  public var namesModels: Bool
  /// Whether conversations become transcripts in formats that would keep their turns, for a model
  /// without a chat template; `standard` has them always, `conversational` never.
  public var writesTranscripts: Bool
  /// The batches to export; all where empty.
  public var batches: [Identifier<TaskBatch>]

  /// Creates a filter that takes every judgement that may be learned from.
  public init(
    ties: Ties = .drop, counting: Counting = .everyJudgement, leastStrength: Int? = nil,
    hasMargins: Bool = false, includesSurplus: Bool = false, includesMachines: Bool = false,
    includesBestRanked: Bool = false, namesModels: Bool = false,
    writesTranscripts: Bool = false, batches: [Identifier<TaskBatch>] = []
  ) {
    self.ties = ties
    self.counting = counting
    self.leastStrength = leastStrength
    self.hasMargins = hasMargins
    self.includesSurplus = includesSurplus
    self.includesMachines = includesMachines
    self.includesBestRanked = includesBestRanked
    self.namesModels = namesModels
    self.writesTranscripts = writesTranscripts
    self.batches = batches
  }
}
