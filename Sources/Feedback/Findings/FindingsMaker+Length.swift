import Foundation
import Statistics

extension FindingsMaker {
  /// Returns what verdicts without ties there are, with the lengths that may have swayed them.
  func swayedVerdicts(_ orders: some Sequence<JudgedOrder>) -> [SwayedVerdict] {
    orders.flatMap { order in
      order.pairs.filter { $0.earlier.rank != $0.later.rank }.map { earlier, later in
        SwayedVerdict(
          prompt: order.prompt, isEarlierPreferred: earlier.rank < later.rank,
          earlierLength: sizes[earlier.id]?.characterCount ?? 0,
          laterLength: sizes[later.id]?.characterCount ?? 0)
      }
    }
  }

  /// Returns whether longer completions win.
  func lengthTopic() -> FindingTopic {
    let verdicts = swayedVerdicts(peoplesOrders)
    let bias = LengthBias(verdicts, resampling: resampling)
    let differing = verdicts.count { $0.earlierLength != $0.laterLength }
    let isFitted = bias.regression.status == .fitted
    let perDoubling = bias.lengthEffect
    let oddsRatio = Estimate(
      value: exp2(perDoubling.value), lower: exp2(perDoubling.lower), upper: exp2(perDoubling.upper)
    )
    let isLong = (Reading(bias.longerWins)?.lower ?? 0) > 0.6
    return FindingTopic(
      id: "length", title: "Length",
      explanation: "Longer answers may be better; a reward model that only learns their length is "
        + "not.",
      findings: [
        Finding(
          "length.longer", "The longer one wins", .share,
          .init(differing > 0 ? bias.longerWins : nil, orNeeds: "needs pairs of different lengths"),
          from: counted(differing, "pair"),
          "How often the longer of two is preferred, in characters.",
          alarm: isLong
            ? "The longer one wins most of the time; compare answers of like length." : nil),
        Finding(
          "length.odds", "Odds for twice the length", .number,
          .init(isFitted ? oddsRatio : nil, orNeeds: lengthNeed(bias.regression.status)),
          from: counted(verdicts.count, "pair"),
          "By what the odds of being preferred are multiplied when a completion is twice as long, "
            + "its place held fixed: 1 is no influence."),
      ],
      notes: isFitted
        ? ["The interval allows for pairs of one prompt depending on each other."] : [])
  }

  private func lengthNeed(_ status: LogisticRegression.Status) -> String {
    status == .separated
      ? "length and place explain every verdict, so that the odds have no limit"
      : "needs more pairs of different lengths"
  }
}
