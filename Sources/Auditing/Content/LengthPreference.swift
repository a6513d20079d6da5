import Statistics

/// Finds out whether the longer completion is preferred, and by how much.
struct LengthPreference: Check {
  let name = "length-preference"

  /// From which share of longer (or shorter) preferred completions on there is a finding.
  ///
  /// People prefer the longer one in 55 to 65 % of pairs; with more, a reward model learns length.
  static let mostShare = 0.65

  private var longer = PromptShare()
  private var winnerWords = 0
  private var loserWords = 0

  mutating func examine(_ row: ExaminedRow) {
    for pair in row.pairs {
      let winner = row.completions[pair.winner].words.count
      let loser = row.completions[pair.loser].words.count
      winnerWords += winner
      loserWords += loser
      guard winner != loser else { continue }
      longer.add(winner > loser ? 1 : 0, prompt: row.promptNumber)
    }
  }

  func conclude(_ conclusions: inout Conclusions) {
    let share = longer.estimate()
    conclusions.measure("the longer completion is preferred", share, of: longer.promptCount)
    let most = LengthPreference.mostShare
    guard longer.promptCount >= 30, share.lower > most || share.upper < 1 - most else { return }
    let kind = share.value > 0.5 ? "longer" : "shorter"
    let count = Int(
      ((share.value > 0.5 ? share.value : 1 - share.value)
        * Double(longer.promptCount)).rounded())
    conclusions.find(
      self, .warning,
      "the \(kind) completion is preferred too often: \(winnerWords) words in preferred, "
        + "\(loserWords) in the others",
      count: count, of: longer.promptCount, Examples(limit: 0),
      advice: "a reward model will learn length: collect pairs of like length, or penalize it")
  }
}
