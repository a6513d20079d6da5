import Statistics

/// Cuts strict pairs into parts, by what is known of them.
struct PairSlicer {
  private struct Row {
    let ranking: ScoredRanking
    let pair: ScoredRanking.Pair

    /// Whether the model prefers the better one; ½ where it prefers none.
    var credit: Double {
      let margin = ranking.rewards[pair.better] - ranking.rewards[pair.worse]
      return margin > 0 ? 1 : margin < 0 ? 0 : 0.5
    }

    var lengthDifference: LengthDifference {
      LengthDifference(ranking.lengths[pair.better], against: ranking.lengths[pair.worse])
    }
  }

  private let rows: [Row]
  private let resampling: Resampling

  /// More parts than this tell a reader nothing.
  private static let partLimit = 20
  /// Strengths of more values than this are cut into thirds.
  private static let strengthLimit = 8

  init(_ rankings: [ScoredRanking], _ resampling: Resampling) {
    rows = rankings.flatMap { ranking in
      ranking.pairs.lazy.filter { $0.probability != 0.5 }.map { Row(ranking: ranking, pair: $0) }
    }
    self.resampling = resampling
  }

  /// The parts of each question that makes at least one.
  var slicings: [RewardModelEvaluation.Slicing] {
    let byLength = slices { "the better one is \($0.lengthDifference.rawValue)" }
    let order = LengthDifference.allCases.map { "the better one is \($0.rawValue)" }
    let found: [(String, [Slice])] = [
      ("by length", order.compactMap { name in byLength.first { $0.name == name } }),
      ("by strength", byStrength),
      ("by labeler", largest(slices { $0.ranking.labeler })),
      ("by source", largest(slices { $0.ranking.origin })),
    ]
    return found.filter { !$0.1.isEmpty }.map {
      RewardModelEvaluation.Slicing(title: $0.0, slices: $0.1)
    }
  }

  private func slices(by name: (Row) -> String?) -> [Slice] {
    Statistics.slices(
      of: rows.map(\.credit), by: rows.map(name), clusteredBy: rows.map(\.ranking.prompt),
      resampling: resampling)
  }

  /// The parts of the most pairs, in their order.
  private func largest(_ slices: [Slice]) -> [Slice] {
    guard slices.count > Self.partLimit else { return slices }
    let least = slices.map(\.count).sorted(by: >)[Self.partLimit - 1]
    return Array(slices.filter { $0.count >= least }.prefix(Self.partLimit))
  }

  /// One part for each strength, or thirds where there are many.
  private var byStrength: [Slice] {
    let values = rows.compactMap(\.ranking.strength).sorted()
    let distinct = Set(values).sorted()
    guard distinct.count > Self.strengthLimit else {
      let named = slices { $0.ranking.strength.map(Self.name) }
      return distinct.compactMap { value in named.first { $0.name == Self.name(value) } }
    }
    let (low, high) = (quantile(1 / 3.0, ofSorted: values), quantile(2 / 3.0, ofSorted: values))
    let names = ["the weakest third", "the middle third", "the strongest third"]
    let named = slices { row in
      row.ranking.strength.map { $0 <= low ? names[0] : $0 <= high ? names[1] : names[2] }
    }
    return names.compactMap { name in named.first { $0.name == name } }
  }

  private static func name(_ strength: Double) -> String { "strength \(strength)" }
}
