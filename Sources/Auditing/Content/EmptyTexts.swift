/// Finds prompts and completions in which there is nothing to read.
struct EmptyTexts: Check {
  let name = "empty-texts"
  private var count = 0
  private var total = 0
  private var examples: Examples

  init(_ settings: AuditSettings) { examples = Examples(limit: settings.exampleLimit) }

  mutating func examine(_ row: ExaminedRow) {
    total += 1
    let empty =
      (row.prompt.isEmpty ? ["prompt"] : [])
      + row.completions.indices.filter { row.completions[$0].isEmpty }.map { row.name(of: $0) }
    guard !empty.isEmpty else { return }
    count += 1
    examples.add(row.place, excerpt: "empty: " + empty.joined(separator: ", "))
  }

  func conclude(_ conclusions: inout Conclusions) {
    guard count > 0 else { return }
    conclusions.find(
      self, .error, "rows have an empty prompt or completion", count: count, of: total, examples,
      advice: "take them out: the trainer refuses them, or learns to say nothing")
  }
}
