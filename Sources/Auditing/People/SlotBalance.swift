import Statistics

/// Finds out whether models were shown at all places alike, and whether a place wins by itself.
///
/// The intervals are widened for the number of comparisons made (Bonferroni).
struct SlotBalance: Check {
  let name = "slot-balance"

  /// How far from its due share a model's share of a place must be to count.
  static let leastDifference = 0.05

  private struct Tally {
    var count = 0
    var total = 0
    /// How many were due if all places were alike.
    var due = 0.0

    mutating func add(_ isIt: Bool, due share: Double) {
      count += isIt ? 1 : 0
      total += 1
      due += share
    }
  }

  private var shown: [String: [Int: Tally]] = [:]
  private var wins: [Int: Tally] = [:]
  private var hasPositions = false
  private var hasModels = false

  mutating func examine(_ row: ExaminedRow) {
    let completions = row.row.completions
    if completions.contains(where: { $0.model != nil }) { hasModels = true }
    let positions = completions.compactMap(\.position)
    guard positions.count == completions.count, positions.count > 1,
      Set(positions) == Set(1...positions.count)
    else { return }
    hasPositions = true
    let due = 1 / Double(positions.count)
    for (index, completion) in completions.enumerated() {
      for slot in 1...positions.count {
        let isHere = positions[index] == slot
        if let model = completion.model {
          shown[model, default: [:]][slot, default: Tally()].add(isHere, due: due)
        }
        if isHere, row.best.count == 1 {
          wins[slot, default: Tally()].add(row.best == [index], due: due)
        }
      }
    }
  }

  func conclude(_ conclusions: inout Conclusions) {
    guard hasPositions else {
      return conclusions.leaveOut(
        self, because: "no row says at which place each completion was shown (column 'positions')")
    }
    if hasModels {
      concludeModels(&conclusions)
    } else {
      conclusions.leaveOut(
        self, because: "models: no row says what wrote the completions (column 'models')")
    }
    concludeWins(&conclusions)
  }

  private func concludeModels(_ conclusions: inout Conclusions) {
    let cells = shown.values.reduce(0) { $0 + $1.count }
    for (model, slots) in shown.sorted(by: { $0.key < $1.key }) {
      for (slot, tally) in slots.sorted(by: { $0.key < $1.key }) {
        guard let share = oddShare(tally, cells: cells) else { continue }
        conclusions.find(
          self, .warning,
          "\(Auditing.shown(model)) was not shown at place \(slot) as often as at others "
            + "(due: \(decimal(tally.due / Double(tally.total) * 100, places: 0))%)",
          count: tally.count, of: tally.total, share: share, Examples(limit: 0),
          advice: "draw the order anew for each assignment: else the place counts for the model")
      }
    }
  }

  private func concludeWins(_ conclusions: inout Conclusions) {
    for (slot, tally) in wins.sorted(by: { $0.key < $1.key }) {
      let all = proportion(Double(tally.count), of: tally.total)
      conclusions.measure("place \(slot) is preferred", all, of: tally.total)
      guard let share = oddShare(tally, cells: wins.count) else { continue }
      conclusions.find(
        self, .warning,
        "place \(slot) is not preferred as often as others "
          + "(due: \(decimal(tally.due / Double(tally.total) * 100, places: 0))%)",
        count: tally.count, of: tally.total, share: share, Examples(limit: 0),
        advice: "see which labelers do it: they may not read what they rank")
    }
  }

  /// Returns a share that cannot be by chance and is far enough from the one that is due.
  private func oddShare(_ tally: Tally, cells: Int) -> Estimate? {
    guard tally.total >= 20 else { return nil }
    let due = tally.due / Double(tally.total)
    let share = proportion(
      Double(tally.count), of: tally.total, confidence: 1 - 0.01 / Double(max(1, cells)))
    let isOdd = due < share.lower || due > share.upper
    return isOdd && abs(share.value - due) > SlotBalance.leastDifference ? share : nil
  }
}
