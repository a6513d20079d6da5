/// A ranking with what several checks need to know of it.
struct ExaminedRow {
  let row: AuditedRanking
  /// Where it is, for people.
  let place: String
  let prompt: ExaminedText
  let completions: [ExaminedText]
  /// The number of the prompt among all different ones.
  let promptNumber: Int
  /// Whether the prompt was not in an earlier row.
  let isNewPrompt: Bool
  /// All pairs with a preference.
  let pairs: [RankedPair]

  init(_ row: AuditedRanking, number: Int, prompt: ExaminedText, promptNumber: Int, isNew: Bool) {
    self.row = row
    place = row.source.map { shown("\($0)") } ?? "row \(number)"
    self.prompt = prompt
    completions = row.completions.map { ExaminedText($0.content.plainText) }
    self.promptNumber = promptNumber
    isNewPrompt = isNew
    pairs = rankedPairs(row.completions.map(\.rank))
  }

  /// Whether any completion is ranked best: no other has a better rank, and one has a worse.
  func isBest(_ index: Int) -> Bool {
    guard let rank = row.completions[index].rank else { return false }
    let ranks = row.completions.compactMap(\.rank)
    return ranks.allSatisfy { rank <= $0 } && ranks.contains { rank < $0 }
  }

  /// The places of the completions that are ranked best.
  var best: [Int] { completions.indices.filter(isBest) }

  /// What to call a completion: chosen and rejected where there are two, or its number.
  func name(of index: Int) -> String {
    guard completions.count == 2, let pair = pairs.first else { return "completion \(index + 1)" }
    return pair.winner == index ? "chosen" : "rejected"
  }
}

/// Two completions of a ranking of which one is preferred, by their places.
struct RankedPair: Equatable {
  var winner: Int
  var loser: Int
}

private func rankedPairs(_ ranks: [Int?]) -> [RankedPair] {
  var pairs: [RankedPair] = []
  for (first, firstRank) in ranks.enumerated() {
    for (second, secondRank) in ranks.enumerated().dropFirst(first + 1) {
      guard let firstRank, let secondRank, firstRank != secondRank else { continue }
      pairs.append(
        firstRank < secondRank
          ? RankedPair(winner: first, loser: second) : RankedPair(winner: second, loser: first))
    }
  }
  return pairs
}
