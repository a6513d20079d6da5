import Statistics

/// Finds out how many completions refuse to answer, and whether refusing is preferred.
struct Refusals: Check {
  let name = "refusals"

  /// From which share of refusals among preferred completions on there is a finding.
  static let mostShare = 0.1

  private var winners = (refusing: 0, all: 0)
  private var losers = (refusing: 0, all: 0)
  private var preferred = PromptShare()
  private var examples: Examples

  init(_ settings: AuditSettings) { examples = Examples(limit: settings.exampleLimit) }

  mutating func examine(_ row: ExaminedRow) {
    let refuses = row.completions.map { isRefusal($0.words) }
    let best = Set(row.best)
    for index in refuses.indices where !row.pairs.isEmpty {
      let count = refuses[index] ? 1 : 0
      if best.contains(index) {
        winners = (winners.refusing + count, winners.all + 1)
        if refuses[index] {
          examples.add(row.place, excerpt: "preferred: “\(excerpt(row.completions[index].text))”")
        }
      } else {
        losers = (losers.refusing + count, losers.all + 1)
      }
    }
    for pair in row.pairs where refuses[pair.winner] != refuses[pair.loser] {
      preferred.add(refuses[pair.winner] ? 1 : 0, prompt: row.promptNumber)
    }
  }

  func conclude(_ conclusions: inout Conclusions) {
    let share = proportion(Double(winners.refusing), of: winners.all)
    conclusions.measure("preferred completions refuse", share, of: winners.all)
    conclusions.measure(
      "other completions refuse", proportion(Double(losers.refusing), of: losers.all),
      of: losers.all)
    conclusions.measure(
      "refusing is preferred to answering", preferred.estimate(), of: preferred.promptCount)
    guard share.value.isFinite, share.lower > Refusals.mostShare else { return }
    conclusions.find(
      self, .warning, "many preferred completions refuse to answer", count: winners.refusing,
      of: winners.all, examples,
      advice:
        "right for harmful prompts only; see that harmless ones are answered, or models refuse all")
  }
}
