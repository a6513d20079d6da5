import Statistics

/// How long and how varied the completions of one side of a contest are.
struct TextFindings {
  let rows: [ContestRow]
  let side: KeyPath<ContestRow, ContestSide>
  let seed: UInt64

  private var sides: [ContestSide] { rows.map { $0[keyPath: side] } }

  /// Their lengths: in tokens where these are known, otherwise in characters.
  var lengths: [(String, Estimate)] {
    let counts = sides.compactMap(\.tokenCount)
    let known = counts.count == rows.count ? counts : sides.map(\.length)
    let summary = LengthSummary(of: known)
    return [
      ("mean_length", number(summary.mean)), ("median_length", number(summary.median)),
      ("percentile_95_length", number(summary.percentile95)),
      ("mean_characters", number(mean(sides.map { Double($0.length) }))),
    ]
  }

  /// How many were cut off.
  var unfinished: [(String, Estimate)] {
    let known = sides.compactMap(\.isFinished)
    return known.isEmpty
      ? [] : [("cut_off", number(mean(known.map { $0 ? 0 : 1 })))]
  }

  /// distinct-1 and -2 over all, and self-BLEU among the completions of a prompt.
  var variety: [(String, Estimate)] {
    let texts = sides.map { words(of: $0.completion) }
    let ofPrompts = Dictionary(grouping: rows.indices, by: { rows[$0].promptIndex })
      .sorted { $0.key < $1.key }.map { $0.value.map { texts[$0] } }.filter { $0.count > 1 }
    let alike = ofPrompts.map { selfBLEU(of: $0) }
    return [
      ("distinct_1", number(distinctShare(ofRunsOf: 1, in: texts))),
      ("distinct_2", number(distinctShare(ofRunsOf: 2, in: texts))),
      ("repetition", number(mean(texts.map { repeatedShare(ofRunsOf: 3, in: $0) }))),
    ] + (alike.isEmpty ? [] : [("self_bleu", meanEstimate(of: alike, seed: seed))])
  }

  private func number(_ value: Double) -> Estimate {
    Estimate(value: value, lower: .nan, upper: .nan)
  }
}

extension ContestFindings {
  /// Lengths and variety of both sides, one beside the other.
  var texts: [Finding] {
    let own = TextFindings(rows: rows, side: \.own, seed: seed)
    let other = TextFindings(rows: rows, side: \.other, seed: seed)
    return zip(
      own.lengths + own.unfinished + own.variety,
      other.lengths + other.unfinished + other.variety
    ).flatMap { mine, theirs in [finding(mine), finding((mine.0 + "_against", theirs.1))] }
  }

  private func finding(_ measure: (String, Estimate)) -> Finding {
    measure.1.hasInterval
      ? Finding(measure.0, measure.1) : Finding(measure.0, measure.1.value)
  }
}
