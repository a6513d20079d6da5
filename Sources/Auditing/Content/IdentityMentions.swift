/// Finds completions that tell which model wrote them.
struct IdentityMentions: Check {
  let name = "identity"
  private var count = 0
  private var bestCount = 0
  private var total = 0
  private var examples: Examples

  init(_ settings: AuditSettings) { examples = Examples(limit: settings.exampleLimit) }

  mutating func examine(_ row: ExaminedRow) {
    for (index, text) in row.completions.enumerated() {
      total += 1
      let leaks = identityLeaks(in: text.text, text.words[...], answering: row.prompt.words)
      guard let leak = leaks.first else { continue }
      count += 1
      if row.isBest(index) { bestCount += 1 }
      examples.add(
        row.place, excerpt: "\(row.name(of: index)): \(excerpt(text.text, around: leak.range))")
    }
  }

  func conclude(_ conclusions: inout Conclusions) {
    guard count > 0 else { return }
    conclusions.find(
      self, .warning, "completions tell which model wrote them, \(bestCount) of them ranked best",
      count: count, of: total, examples,
      advice: "rewrite or drop them: labelers were not blind, and the model learns a false name")
  }
}
