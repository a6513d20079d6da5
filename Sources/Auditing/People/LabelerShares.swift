import Statistics

/// Finds out how unequally the work is spread over labelers.
struct LabelerShares: Check {
  let name = "labeler-shares"

  /// From which share of one of at least three labelers on there is a finding.
  static let mostShare = 0.5
  /// From which Gini coefficient on there is a finding, with at least five labelers.
  static let mostInequality = 0.7

  private var names = Names()
  private var counts: [Int] = []
  private var unknownCount = 0

  mutating func examine(_ row: ExaminedRow) {
    let number = names.number(of: row.row.labeler)
    guard number >= 0 else {
      unknownCount += 1
      return
    }
    if number == counts.count { counts.append(0) }
    counts[number] += 1
  }

  func conclude(_ conclusions: inout Conclusions) {
    guard let top = counts.indices.max(by: { counts[$0] < counts[$1] }) else {
      return conclusions.leaveOut(self, because: "no row says who judged (column 'labeler')")
    }
    if unknownCount > 0 {
      conclusions.leaveOut(self, because: "\(unknownCount) rows do not say who judged")
    }
    let total = counts.reduce(0, +)
    let share = proportion(Double(counts[top]), of: total)
    let inequality = giniCoefficient(of: counts)
    conclusions.measure("rows are of the busiest labeler", share, of: total)
    let isOne = counts.count >= 3 && share.value > LabelerShares.mostShare
    let isUnequal = counts.count >= 5 && inequality > LabelerShares.mostInequality
    guard isOne || isUnequal || counts.count == 1 else { return }
    var examples = Examples(limit: conclusions.exampleLimit)
    for number in counts.indices.sorted(by: { counts[$0] > counts[$1] }) {
      examples.add(names.shownName(number), excerpt: "\(counts[number]) rows")
    }
    conclusions.find(
      self, counts.count == 1 ? .note : .warning,
      counts.count == 1
        ? "one labeler made all judgements, so that agreement cannot be known"
        : "few of \(counts.count) labelers made most judgements (Gini coefficient "
          + "\(decimal(inequality, places: 2)))",
      count: counts[top], of: total, share: share, examples,
      advice: "the model learns one person's taste: have others judge, or weigh labelers equally")
  }
}

/// Returns how unequal counts are: 0 where all are the same, near 1 where one has all.
///
///     G = Σᵢ (2i − n − 1)·xᵢ / (n·Σ xᵢ),   x rising
func giniCoefficient(of counts: [Int]) -> Double {
  let total = counts.reduce(0, +)
  guard total > 0 else { return 0 }
  let size = counts.count
  let sum = counts.sorted().enumerated().reduce(0) { sum, item in
    sum + (2 * (item.offset + 1) - size - 1) * item.element
  }
  return Double(sum) / (Double(size) * Double(total))
}
