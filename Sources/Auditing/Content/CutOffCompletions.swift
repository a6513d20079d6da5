import Statistics

/// Finds completions that stop before their end.
///
/// Their finish reason says so, or, where none is known, they end without punctuation. The latter
/// is usual to some degree among people, so only more than one in ten is a finding.
struct CutOffCompletions: Check {
  let name = "cut-off-completions"

  /// From which share of completions without an end on there is a finding.
  static let mostOpenEnds = 0.1

  private var known = (cut: 0, all: 0, best: 0)
  private var guessed = (cut: 0, all: 0)
  private var knownExamples: Examples
  private var guessedExamples: Examples

  init(_ settings: AuditSettings) {
    knownExamples = Examples(limit: settings.exampleLimit)
    guessedExamples = Examples(limit: settings.exampleLimit)
  }

  mutating func examine(_ row: ExaminedRow) {
    for (index, text) in row.completions.enumerated() where !text.isEmpty {
      let end = "\(row.name(of: index)) ends “\(promptEnd(String(text.text.suffix(60))))”"
      if let reason = row.row.completions[index].finishReason {
        known.all += 1
        guard ["length", "max_tokens", "max_length"].contains(reason.lowercased()) else { continue }
        known.cut += 1
        if row.isBest(index) { known.best += 1 }
        knownExamples.add(row.place, excerpt: end)
      } else {
        guessed.all += 1
        guard !endsProperly(text.text, words: text.words) else { continue }
        guessed.cut += 1
        guessedExamples.add(row.place, excerpt: end)
      }
    }
  }

  func conclude(_ conclusions: inout Conclusions) {
    if known.cut > 0 {
      conclusions.find(
        self, .warning,
        "completions were cut off by a length limit, \(known.best) of them ranked best",
        count: known.cut, of: known.all, knownExamples,
        advice: "generate with more tokens; a model that learns from these does not learn to stop")
    }
    guard guessed.all > 0 else { return }
    let share = proportion(Double(guessed.cut), of: guessed.all)
    conclusions.measure("completions without a proper end", share, of: guessed.all)
    if known.all == 0 {
      conclusions.leaveOut(
        self, because: "by finish reason: no completion has one (column 'finish_reasons')")
    }
    guard share.lower > CutOffCompletions.mostOpenEnds else { return }
    conclusions.find(
      self, .warning, "completions end without punctuation, as if cut off", count: guessed.cut,
      of: guessed.all, share: share, guessedExamples,
      advice: "find out what cut them, and store finish reasons")
  }
}
