import Datasets

/// Lists the rows that could not be understood.
struct RefusedRows: Check {
  let name = "refused-rows"
  private let severity: AuditSeverity
  private var count = 0
  private var total = 0
  private var examples: Examples

  init(_ settings: AuditSettings) {
    severity = settings.skipsBadRows ? .warning : .error
    examples = Examples(limit: settings.exampleLimit)
  }

  mutating func examine(_ row: ExaminedRow) { total += 1 }

  /// Notes a row that could not be understood.
  mutating func add(_ row: BadRow) {
    count += 1
    total += 1
    let column = row.column.map { "column '\(shown($0))': " } ?? ""
    examples.add(shown("\(row.source)"), excerpt: column + shown(row.reason))
  }

  func conclude(_ conclusions: inout Conclusions) {
    guard count > 0 else { return }
    conclusions.find(
      self, severity, "rows could not be understood, and were not audited", count: count, of: total,
      examples,
      advice: "correct them; training commands refuse the file, or skip the rows if told to")
  }
}
