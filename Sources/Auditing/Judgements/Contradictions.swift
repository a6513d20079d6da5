import Statistics

/// Finds pairs that were judged both ways: by one labeler, and by several.
///
/// That labelers disagree is normal. It is found only where it is nearly as common as by chance.
struct Contradictions: Check {
  let name = "contradictions"

  /// From which share of disagreement on it is a finding; by chance it is one half.
  static let mostDisagreement = 0.4

  mutating func examine(_ row: ExaminedRow) {}

  func conclude(_ conclusions: inout Conclusions) {
    let ledger = conclusions.ledger
    var own = Examples(limit: conclusions.exampleLimit)
    var (ownCount, ownTotal) = (0, 0)
    var between = PromptShare()
    for group in conclusions.repeatedPairs {
      for labeler in Set(group.map(\.labeler)).sorted() {
        let judgements = group.filter { $0.labeler == labeler }
        guard judgements.count > 1 else { continue }
        ownTotal += 1
        guard let opposite = judgements.first(where: { $0.prefersFirst != group[0].prefersFirst }),
          let first = judgements.first(where: { $0.prefersFirst == group[0].prefersFirst })
        else { continue }
        ownCount += 1
        own.add(
          ledger.places[first.row], ledger.places[opposite.row],
          excerpt: "\(ledger.labelers.shownName(labeler)) on “\(ledger.promptStarts[first.prompt])”"
        )
      }
      for agreement in labelerAgreements(in: group) {
        between.add(1 - agreement.value, prompt: agreement.prompt)
      }
    }
    if ownCount > 0 {
      conclusions.find(
        self, .warning, "the same two completions were judged both ways by the same labeler",
        count: ownCount, of: ownTotal, own,
        advice: "keep the later judgement, or drop the pair: together they teach nothing")
    }
    concludeDisagreement(between, &conclusions)
  }

  private func concludeDisagreement(_ share: PromptShare, _ conclusions: inout Conclusions) {
    let estimate = share.estimate()
    conclusions.measure(
      "labelers disagree on a pair that two judged", estimate, of: share.promptCount)
    guard share.promptCount >= 20, estimate.lower > Contradictions.mostDisagreement else { return }
    conclusions.find(
      self, .warning, "labelers disagree on pairs almost as often as by chance (50%)",
      count: Int((estimate.value * Double(share.promptCount)).rounded()), of: share.promptCount,
      share: estimate, Examples(limit: 0),
      advice: "clear up the guideline, and look at who judges at random (labeler-agreement)")
  }
}

/// How far two labelers agree on one pair.
struct LabelerAgreement {
  var first: Int
  var second: Int
  var prompt: Int
  var language: Int
  /// 1 for the same, 0 for the opposite, ½ where one of them contradicts themselves evenly.
  var value: Double
}

/// Returns how each two known labelers agree on a pair, in the order of their numbers.
func labelerAgreements(in group: [PairLedger.Entry]) -> [LabelerAgreement] {
  let labelers = Set(group.map(\.labeler)).subtracting([-1]).sorted()
  guard labelers.count > 1, let entry = group.first else { return [] }
  let leanings = labelers.map { labeler in
    let own = group.filter { $0.labeler == labeler }
    let forFirst = own.count { $0.prefersFirst }
    return (2 * forFirst - own.count).signum()
  }
  var agreements: [LabelerAgreement] = []
  for first in labelers.indices {
    for second in labelers.indices.dropFirst(first + 1) {
      let product = leanings[first] * leanings[second]
      agreements.append(
        LabelerAgreement(
          first: labelers[first], second: labelers[second], prompt: entry.prompt,
          language: entry.language, value: Double(product + 1) / 2))
    }
  }
  return agreements
}
