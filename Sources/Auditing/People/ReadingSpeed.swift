import Statistics

/// Finds judgements that came faster than anybody can read the prompt and its completions.
struct ReadingSpeed: Check {
  let name = "reading-speed"

  /// Words per minute above which nobody reads.
  ///
  /// Adults read English at about 240 words per minute (Brysbaert 2019), and skim at 450 to 600.
  static let mostWordsPerMinute = 600.0
  /// From which share of one labeler's judgements on the finding names that labeler.
  static let mostShare = 0.1

  private var labelers = Names()
  private var tallies: [Int: (fast: Int, all: Int)] = [:]
  private var examples: Examples
  private var timedCount = 0

  init(_ settings: AuditSettings) { examples = Examples(limit: settings.exampleLimit) }

  mutating func examine(_ row: ExaminedRow) {
    guard let seconds = row.row.seconds, seconds >= 0 else { return }
    timedCount += 1
    let words = row.completions.reduce(row.prompt.words.count) { $0 + $1.words.count }
    let isFast = Double(words) > ReadingSpeed.mostWordsPerMinute * seconds / 60
    let labeler = labelers.number(of: row.row.labeler)
    let tally = tallies[labeler] ?? (0, 0)
    tallies[labeler] = (tally.fast + (isFast ? 1 : 0), tally.all + 1)
    guard isFast else { return }
    examples.add(row.place, excerpt: "\(words) words in \(decimal(seconds, places: 1)) s")
  }

  func conclude(_ conclusions: inout Conclusions) {
    guard timedCount > 0 else {
      return conclusions.leaveOut(self, because: "no row says how long it took (column 'seconds')")
    }
    let fast = tallies.values.reduce(0) { $0 + $1.fast }
    guard fast > 0 else { return }
    let hasty = tallies.filter { labeler, tally in
      labeler >= 0
        && proportion(Double(tally.fast), of: tally.all).lower > ReadingSpeed.mostShare
    }.keys.sorted().map(labelers.shownName)
    let who = hasty.isEmpty ? "" : "; often by \(hasty.joined(separator: ", "))"
    conclusions.find(
      self, hasty.isEmpty ? .note : .warning,
      "judgements were faster than \(Int(ReadingSpeed.mostWordsPerMinute)) words per minute\(who)",
      count: fast, of: timedCount, examples,
      advice: "have some of them judged again; do not delete by speed alone, for prompts recur")
  }
}
