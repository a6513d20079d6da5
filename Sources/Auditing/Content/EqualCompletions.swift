/// Finds rows that prefer a completion to itself.
///
/// Completions are equal if one sees no difference: composed and decomposed characters, spaces and
/// unseen characters aside.
struct EqualCompletions: Check {
  let name = "equal-completions"
  private var count = 0
  private var total = 0
  private var examples: Examples

  init(_ settings: AuditSettings) { examples = Examples(limit: settings.exampleLimit) }

  mutating func examine(_ row: ExaminedRow) {
    total += 1
    let texts = row.completions
    let equal = row.pairs.first {
      texts[$0.winner].key == texts[$0.loser].key && !texts[$0.winner].isEmpty
    }
    guard let equal else { return }
    count += 1
    let isSame = Array(texts[equal.winner].text.utf8) == Array(texts[equal.loser].text.utf8)
    examples.add(
      row.place,
      excerpt: (isSame ? "the same bytes" : "only unseen differences")
        + ": “\(excerpt(texts[equal.winner].text))”")
  }

  func conclude(_ conclusions: inout Conclusions) {
    guard count > 0 else { return }
    conclusions.find(
      self, .error, "rows prefer a completion to one that looks the same", count: count, of: total,
      examples, advice: "take them out: nothing can be learned from them but unseen characters")
  }
}
