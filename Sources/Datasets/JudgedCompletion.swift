/// A completion that somebody found good or bad by itself; TRL's unpaired preference.
///
/// Two are equal when all but their sources are.
public struct JudgedCompletion: Sendable, Hashable, Prompted {
  /// What was asked.
  public var prompt: Content
  /// What was answered.
  public var completion: Content
  /// Whether it is desirable.
  public var isDesirable: Bool
  /// Where it was read.
  public var source: RowSource?

  /// Creates a judged completion.
  public init(
    prompt: Content, completion: Content, isDesirable: Bool, source: RowSource? = nil
  ) {
    self.prompt = prompt
    self.completion = completion
    self.isDesirable = isDesirable
    self.source = source
  }

  /// Returns whether two have the same texts and the same judgement.
  public static func == (first: JudgedCompletion, second: JudgedCompletion) -> Bool {
    first.prompt == second.prompt && first.completion == second.completion
      && first.isDesirable == second.isDesirable
  }

  /// Hashes what equality compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(prompt)
    hasher.combine(completion)
    hasher.combine(isDesirable)
  }
}

extension Record {
  /// Returns the judged completions that the row holds: one, or of a ranking those in the first and
  /// in the last place.
  func judgedCompletions() throws -> [JudgedCompletion] {
    guard has(names.label) || !(has(names.completions) || has(names.chosen) || has(names.rejected))
    else { return try ranking().judgedCompletions }
    let row = try demonstration()
    return [
      JudgedCompletion(
        prompt: row.prompt, completion: row.completion, isDesirable: try judgement(),
        source: source)
    ]
  }

  private func judgement() throws -> Bool {
    switch try value(in: names.label) {
    case .bool(let isDesirable): return isDesirable
    case .number("1"): return true
    case .number("0"): return false
    case let value:
      throw RowProblem(
        column: names.label, reason: "it is \(value.kind), not true or false, 1 or 0")
    }
  }
}

extension Ranking {
  /// What is in the first place is desirable, what is in the last is not, and what is between is
  /// neither; nothing where all are tied.
  public var judgedCompletions: [JudgedCompletion] {
    guard let best = ranks.min(), let worst = ranks.max(), best < worst else { return [] }
    return zip(completions, ranks).filter { $0.1 == best || $0.1 == worst }.map {
      JudgedCompletion(
        prompt: prompt, completion: $0.0, isDesirable: $0.1 == best, source: source)
    }
  }
}
