/// Finds prompts whose completions are preferred in a circle: A to B, B to C, and C to A.
///
/// Of each two completions the more frequent preference counts, so that two opposite ones make no
/// circle. One ranking alone never has one.
struct PreferenceCycles: Check {
  let name = "preference-cycles"

  mutating func examine(_ row: ExaminedRow) {}

  func conclude(_ conclusions: inout Conclusions) {
    let ledger = conclusions.ledger
    let byPrompt = entriesByPrompt(ledger.entries)
    var own = Examples(limit: conclusions.exampleLimit)
    var common = Examples(limit: conclusions.exampleLimit)
    var (ownCount, commonCount, total) = (0, 0, 0)
    for entries in byPrompt where entries.count > 2 {
      guard Set(entries.map(\.row)).count > 1 else { continue }
      total += 1
      let labelers = Set(entries.map(\.labeler)).sorted()
      let circular = labelers.filter { labeler in
        hasCycle(entries.filter { $0.labeler == labeler })
      }
      let places = entries.map { ledger.places[$0.row] }
      let start = ledger.promptStarts[entries[0].prompt]
      for labeler in circular {
        ownCount += 1
        let who = ledger.labelers.shownName(labeler)
        own.add(places[0], places[places.count - 1], excerpt: "\(who) on “\(start)”")
      }
      if circular.isEmpty, labelers.count > 1, hasCycle(entries) {
        commonCount += 1
        common.add(places[0], places[places.count - 1], excerpt: "“\(start)”")
      }
    }
    if ownCount > 0 {
      conclusions.find(
        self, .warning, "one labeler's preferences of one prompt's completions run in a circle",
        count: ownCount, own,
        advice: "have the prompt ranked again, all completions at once")
    }
    if commonCount > 0 {
      conclusions.find(
        self, .note, "the majority's preferences of one prompt's completions run in a circle",
        count: commonCount, of: total, common,
        advice: "no order can please everybody here: drop the prompt, or have it adjudicated")
    }
  }
}

/// Returns the judgements of each prompt, in the order of the rows.
private func entriesByPrompt(_ entries: [PairLedger.Entry]) -> [[PairLedger.Entry]] {
  var groups: [[PairLedger.Entry]] = []
  for entry in entries {
    while groups.count <= entry.prompt { groups.append([]) }
    groups[entry.prompt].append(entry)
  }
  return groups
}

/// Returns whether the majorities of judgements run in a circle somewhere.
func hasCycle(_ entries: [PairLedger.Entry]) -> Bool {
  guard entries.count > 2 else { return false }
  var leads: [[UInt64]: Int] = [:]
  for entry in entries {
    leads[[entry.first, entry.second], default: 0] += entry.prefersFirst ? 1 : -1
  }
  var losers: [UInt64: [UInt64]] = [:]
  var defeats: [UInt64: Int] = [:]
  for (pair, lead) in leads where lead != 0 {
    let (winner, loser) = lead > 0 ? (pair[0], pair[1]) : (pair[1], pair[0])
    losers[winner, default: []].append(loser)
    defeats[loser, default: 0] += 1
    defeats[winner, default: 0] += 0
  }
  // Whoever is beaten by nobody leaves, and so on: a circle never does.
  var free = defeats.filter { $0.value == 0 }.map(\.key)
  var left = defeats.count
  while let winner = free.popLast() {
    left -= 1
    for loser in losers[winner] ?? [] {
      let remaining = (defeats[loser] ?? 0) - 1
      defeats[loser] = remaining
      if remaining == 0 { free.append(loser) }
    }
  }
  return left > 0
}
