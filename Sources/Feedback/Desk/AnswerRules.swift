/// What an answer to a task may say, and what it must.
struct AnswerRules {
  /// What is asked.
  var kind: LabelingTask.Kind
  /// The completions in the order in which they were shown, A first.
  var order: [Identifier<StoredCompletion>]
  /// The text that is corrected, where the kind is `edit`.
  var original: String?
  /// The axes of ratings.
  var axes: [String]
  /// What can be flagged.
  var flags: [String]
  /// Whether the answer changes an earlier one.
  var isRevision: Bool

  /// The letter under which a completion is shown.
  func letter(of id: Identifier<StoredCompletion>) -> String {
    guard let index = order.firstIndex(of: id), index < 26 else { return "?" }
    return String(UnicodeScalar(UInt8(ascii: "A") + UInt8(index)))
  }

  /// Whether an order of the completions is asked for or welcome.
  var takesRanks: Bool { kind == .ranking || kind == .pair || kind == .chat }

  /// Whether exactly two are compared, with how clearly one is better.
  var takesStrength: Bool { kind == .pair || kind == .chat }

  /// Whether the labeler writes a text.
  var takesText: Bool { kind == .demonstration || kind == .edit }

  /// Returns an answer in the form that is kept.
  ///
  /// Ranks are dense and in the order shown, blank texts are none, flags come once, and an answer
  /// that passes a task over says nothing else.
  func normalized(_ answer: Answer) -> Answer {
    var kept = answer
    kept.reason = answer.reason.flatMap(nonblank)
    kept.text = answer.text.flatMap(nonblank)
    kept.reasonForRevision = isRevision ? answer.reasonForRevision.flatMap(nonblank) : nil
    var seen: Set<Answer.Flag> = []
    kept.flags = answer.flags.filter { seen.insert($0).inserted }
    guard answer.verdict != .skipped else {
      return Answer(
        verdict: .skipped, flags: kept.flags, reason: kept.reason,
        reasonForRevision: kept.reasonForRevision)
    }
    kept.ranks = dense(answer.ranks).sorted { position($0) < position($1) }
    kept.ratings = answer.ratings.sorted { position($0) < position($1) }
    return kept
  }

  private func dense(_ ranks: [RankedCompletion]) -> [RankedCompletion] {
    let used = Set(ranks.map(\.rank)).sorted()
    let places = Dictionary(uniqueKeysWithValues: zip(used, 1...))
    return ranks.map { RankedCompletion($0.completionID, rank: places[$0.rank] ?? $0.rank) }
  }

  private func position(_ place: RankedCompletion) -> Int {
    order.firstIndex(of: place.completionID) ?? order.count
  }

  private func position(_ rating: Answer.Rating) -> Int {
    let axis = axes.firstIndex(of: rating.axis) ?? axes.count
    return (order.firstIndex(of: rating.completionID) ?? order.count) * (axes.count + 1) + axis
  }
}

/// Returns a text that says something, and nothing for white space.
private func nonblank(_ text: String) -> String? {
  text.unicodeScalars.allSatisfy { $0.properties.isWhitespace } ? nil : text
}
