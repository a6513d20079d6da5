import Statistics

/// Finds completions in another script than their prompt's, such as Cyrillic after Latin.
///
/// A translation is rightly so, so only more than one in a hundred preferred ones is a warning.
struct ScriptMix: Check {
  let name = "script-mix"

  /// From which share of preferred completions in another script on the finding is a warning.
  static let mostShare = 0.01

  private var winners = (other: 0, all: 0)
  private var losers = (other: 0, all: 0)
  private var examples: Examples

  init(_ settings: AuditSettings) { examples = Examples(limit: settings.exampleLimit) }

  mutating func examine(_ row: ExaminedRow) {
    guard let asked = Script.mostly(in: row.prompt.text) else { return }
    let best = Set(row.best)
    for (index, text) in row.completions.enumerated() {
      guard let answered = Script.mostly(in: text.text) else { continue }
      let isOther = answered != asked
      if best.contains(index) {
        winners = (winners.other + (isOther ? 1 : 0), winners.all + 1)
      } else {
        losers = (losers.other + (isOther ? 1 : 0), losers.all + 1)
      }
      guard isOther else { continue }
      examples.add(
        row.place,
        excerpt: "\(row.name(of: index)) in \(answered.name), prompt in \(asked.name): "
          + "“\(excerpt(text.text))”")
    }
  }

  func conclude(_ conclusions: inout Conclusions) {
    let count = winners.other + losers.other
    guard count > 0 else { return }
    let share = proportion(Double(winners.other), of: winners.all)
    let isMany = winners.all > 0 && share.lower > ScriptMix.mostShare
    conclusions.find(
      self, isMany ? .warning : .note,
      "completions are in another script than their prompts: \(winners.other) of \(winners.all) "
        + "preferred ones, \(losers.other) of \(losers.all) others",
      count: count, of: winners.all + losers.all, examples,
      advice: "see whether a translation was asked for; else the model learns to change language")
  }
}
