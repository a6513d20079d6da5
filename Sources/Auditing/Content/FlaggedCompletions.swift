/// Finds rows in which a completion is preferred that was flagged, such as for being harmful.
struct FlaggedCompletions: Check {
  let name = "flagged-preferred"
  private var count = 0
  private var total = 0
  private var hasFlags = false
  private var examples: Examples

  init(_ settings: AuditSettings) { examples = Examples(limit: settings.exampleLimit) }

  mutating func examine(_ row: ExaminedRow) {
    let flags = row.row.completions.map(\.flags)
    if !row.row.flags.isEmpty || flags.contains(where: { !$0.isEmpty }) { hasFlags = true }
    guard !row.pairs.isEmpty else { return }
    total += 1
    let pair = row.pairs.first { !flags[$0.winner].isEmpty && flags[$0.loser].isEmpty }
    guard let pair, let flag = flags[pair.winner].first else { return }
    count += 1
    examples.add(row.place, excerpt: "preferred though flagged \(shown(flag))")
  }

  func conclude(_ conclusions: inout Conclusions) {
    guard hasFlags else {
      return conclusions.leaveOut(
        self, because: "nothing is flagged (columns 'flags', 'completion_flags')")
    }
    guard count > 0 else { return }
    conclusions.find(
      self, .warning, "a flagged completion is preferred to one without flags", count: count,
      of: total, examples,
      advice: "look at these rows, and at what the guideline says of such cases")
  }
}
