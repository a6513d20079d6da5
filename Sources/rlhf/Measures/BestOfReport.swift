import Batches
import Evaluation
import HTML
import Scoring
import Statistics

extension BestOfCurve {
  /// Finds what the best of 1, 2, 3 … completions of each prompt is expected to score.
  init(
    _ ranked: [RankedEpisodes], of model: String, chosenBy judge: Judge, worthTo gold: Judge?,
    batchSize: Int
  ) throws {
    let count = ranked.map(\.scores.count).min() ?? 0
    let goldScores = try gold.map { gold in
      try ranked.flatMap(\.episodes).chunked(by: batchSize).flatMap { try gold.scores(of: $0) }
        .chunked(by: count)
    }
    self.init(
      model: model, judge: judge.name, goldJudge: gold?.name,
      bounds: (1...count).map(bestOfKLBound),
      rewards: ranked.map { prompt in
        (1...count).map { expectedBest(of: $0, among: prompt.scores) }
      },
      gold: goldScores.map { all in
        zip(ranked, all).map { prompt, worth in
          (1...count).map { expectedBest(of: $0, among: prompt.scores, worth: worth) }
        }
      })
  }
}

/// What the best of n is worth, for n up to what was drawn.
struct BestOfReport {
  private let table: Table
  private let peak: String?

  /// Shows the best of 1, 2, 4 … and of all completions.
  init(_ curve: BestOfCurve) {
    let hasGold = curve.goldJudge != nil
    let points = curve.points.filter { $0.n.nonzeroBitCount == 1 || $0.n == curve.points.count }
    let rows = points.map { point in
      ["\(point.n)", readable(point.reward.value)]
        + (hasGold ? [point.gold.map { "\($0)" } ?? "–"] : []) + [readable(point.kl)]
    }
    let judges = curve.goldJudge.map { "Chosen by \(curve.judge), worth by \($0)." }
    table = Table(
      headers: ["best of", "mean score"] + (hasGold ? ["gold score"] : []) + ["KL at most, nats"],
      rows: rows,
      caption: (judges ?? "Judged by \(curve.judge).")
        + " KL to the model is at most log n − (n − 1)/n; it is less where single completions are "
        + "likely.")
    peak = curve.goldJudge == nil ? nil : Self.sentence(on: curve)
  }

  private static func sentence(on curve: BestOfCurve) -> String {
    guard let distance = curve.peakDistance else {
      return "No peak of the gold score is predicted: \(curve.refusal ?? "nothing is known")."
    }
    return "The gold score is predicted to peak at √KL \(distance)."
  }

  /// Prints the table.
  func show() {
    print(table.text(), terminator: "")
    if let peak { print(peak) }
  }
}
