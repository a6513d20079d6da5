/// Finds rows that say the same as an earlier one: prompt, completions, ranks and labeler.
///
/// Two labelers who judge alike are no duplicates.
struct DuplicateRows: Check {
  let name = "duplicate-rows"
  private var firstPlaces: [UInt64: String] = [:]
  private var count = 0
  private var total = 0
  private var examples: Examples

  init(_ settings: AuditSettings) { examples = Examples(limit: settings.exampleLimit) }

  mutating func examine(_ row: ExaminedRow) {
    total += 1
    let key = key(of: row)
    guard let first = firstPlaces[key] else {
      firstPlaces[key] = row.place
      return
    }
    count += 1
    examples.add(first, row.place, excerpt: promptEnd(row.prompt.text))
  }

  /// A key in which the order of the completions does not count.
  private func key(of row: ExaminedRow) -> UInt64 {
    let completions = zip(row.completions, row.row.completions).map { text, completion in
      stableHash(of: [text.key, UInt64(bitPattern: Int64(completion.rank ?? -1))])
    }
    return stableHash(
      of: [row.prompt.key, stableHash(of: row.row.labeler ?? "")] + completions.sorted())
  }

  func conclude(_ conclusions: inout Conclusions) {
    guard count > 0 else { return }
    conclusions.find(
      self, .warning, "rows repeat an earlier one", count: count, of: total, examples,
      advice: "keep the first of each: a row that is there twice weighs double")
  }
}
