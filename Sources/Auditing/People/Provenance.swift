/// Finds rows that do not say where they come from, or under which licence they may be used.
struct Provenance: Check {
  let name = "provenance"
  private var withoutLicense = (count: 0, examples: Examples(limit: 0))
  private var withoutOrigin = (count: 0, examples: Examples(limit: 0))
  private var total = 0

  init(_ settings: AuditSettings) {
    withoutLicense.examples = Examples(limit: settings.exampleLimit)
    withoutOrigin.examples = Examples(limit: settings.exampleLimit)
  }

  mutating func examine(_ row: ExaminedRow) {
    total += 1
    if !isKnown(row.row.license) {
      withoutLicense.count += 1
      withoutLicense.examples.add(row.place, excerpt: promptEnd(row.prompt.text))
    }
    if !isKnown(row.row.origin) {
      withoutOrigin.count += 1
      withoutOrigin.examples.add(row.place, excerpt: promptEnd(row.prompt.text))
    }
  }

  private func isKnown(_ text: String?) -> Bool {
    guard let text else { return false }
    return !["", "unknown", "none", "n/a", "null", "other", "?"].contains(
      cleaned(text).lowercased())
  }

  func conclude(_ conclusions: inout Conclusions) {
    conclude("licence", column: "license", withoutLicense, &conclusions)
    conclude("source", column: "source", withoutOrigin, &conclusions)
  }

  private func conclude(
    _ what: String, column: String, _ missing: (count: Int, examples: Examples),
    _ conclusions: inout Conclusions
  ) {
    guard missing.count > 0 else { return }
    guard missing.count < total else {
      return conclusions.leaveOut(self, because: "no row names its \(what) (column '\(column)')")
    }
    conclusions.find(
      self, .warning, "rows do not name their \(what), though others do", count: missing.count,
      of: total, missing.examples,
      advice: "find it out, or leave these rows out of what is published")
  }
}
