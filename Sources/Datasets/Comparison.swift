/// Two completions of one prompt, and which of them was preferred.
///
/// Two comparisons are equal when all but their places in files are.
public struct Comparison: Sendable, Hashable, Prompted {
  /// What was asked.
  public var prompt: Content
  /// The completion that was preferred.
  public var chosen: Content
  /// The other completion.
  public var rejected: Content
  /// By how much the chosen one is better, where somebody said so.
  public var margin: Double?
  /// How likely it is that people prefer the chosen one, from ½ to 1, where somebody said so.
  public var probability: Double?
  /// Who compared them.
  public var labeler: String?
  /// What it has in common with all other comparisons from the same judgement.
  ///
  /// They depend on each other, so that a learner keeps them in one batch (Ouyang et al. 2022,
  /// arXiv:2203.02155, §3.5), and uncertainty counts them as one.
  public var groupID: String?
  /// The collection that it comes from, where the row says so.
  public var origin: String?
  /// Where it was read.
  public var source: RowSource?

  /// Creates a comparison.
  public init(
    prompt: Content, chosen: Content, rejected: Content, margin: Double? = nil,
    probability: Double? = nil, labeler: String? = nil, groupID: String? = nil,
    origin: String? = nil, source: RowSource? = nil
  ) {
    self.prompt = prompt
    self.chosen = chosen
    self.rejected = rejected
    self.margin = margin
    self.probability = probability
    self.labeler = labeler
    self.groupID = groupID
    self.origin = origin
    self.source = source
  }

  /// Returns whether two comparisons agree in all but their places in files.
  public static func == (first: Comparison, second: Comparison) -> Bool {
    first.prompt == second.prompt && first.chosen == second.chosen
      && first.rejected == second.rejected && first.margin == second.margin
      && first.probability == second.probability
      && first.labeler == second.labeler && first.groupID == second.groupID
      && first.origin == second.origin
  }

  /// Hashes what equality compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(prompt)
    hasher.combine(chosen)
    hasher.combine(rejected)
    hasher.combine(margin)
    hasher.combine(probability)
    hasher.combine(labeler)
    hasher.combine(groupID)
    hasher.combine(origin)
  }
}
