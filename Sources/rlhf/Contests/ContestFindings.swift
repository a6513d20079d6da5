import Scoring
import Statistics

/// The measures that the rows of a contest make.
struct ContestFindings {
  let rows: [ContestRow]
  let seed: UInt64

  private var resampling: Resampling { Resampling(count: 2000, seed: seed) }

  /// The outcomes of each prompt.
  private func byPrompt(_ outcome: (ContestRow) -> Outcome?) -> [[Outcome]] {
    Dictionary(grouping: rows, by: \.promptIndex).sorted { $0.key < $1.key }.map {
      $0.value.compactMap(outcome)
    }
  }

  private func winRate(_ outcome: (ContestRow) -> Outcome?) -> Estimate {
    Statistics.winRate(of: byPrompt(outcome), seed: seed)
  }

  /// How often the first model wins, with what length alone would have won.
  var preference: [Finding] {
    let sized = rows.map(\.sized)
    let controlled = LengthControlledWinRate(sized)
    let longer = LongerBaseline(sized, resampling: resampling)
    return [
      Finding("win_rate", winRate(\.judgement.outcome)),
      Finding("length_controlled_win_rate", controlled.value),
      Finding("win_rate_if_longer_won", longer.winRate),
      Finding("longer_wins", longer.longerWins),
      Finding("length_effect", controlled.lengthEffect),
      Finding("ties", Double(rows.count { $0.judgement.outcome == .tie })),
      Finding("prompts", Double(Set(rows.map(\.promptIndex)).count)),
      Finding("pairs", Double(rows.count)),
    ]
  }

  /// How often the first model wins on single axes.
  var axes: [Finding] {
    let names = Set(rows.flatMap(\.judgement.axes.keys))
    let known = ["helpful", "harmless", "honest"].filter(names.contains)
    let others = names.subtracting(known)
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return (known + others).map { name in
      Finding("win_rate_\(name)", winRate { $0.judgement.axes[name]?.outcome })
    }
  }

  /// The mean scores, from judges that score.
  var scores: [Finding] {
    let scores = rows.compactMap(\.judgement.scores)
    guard !scores.isEmpty else { return [] }
    return [
      Finding("mean_score", mean(scores.map(\.own))),
      Finding("mean_score_against", mean(scores.map(\.other))),
    ]
  }

  /// Whether the order in which completions are shown sways the judge.
  var order: [Finding] {
    let swapped = rows.compactMap { row in
      row.judgement.swapped.map { (prompt: row.promptIndex, verdict: $0) }
    }
    let shown = rows.compactMap { row in
      row.judgement.isShownFirst.map { ($0 ? 1.0 : 0, row.judgement.outcome) }
    }.filter { $0.1 != .tie }
    var findings: [Finding] = []
    if !swapped.isEmpty {
      findings += [
        Finding("same_in_both_orders", share(swapped.map { ($0.prompt, $0.verdict.isConsistent) })),
        Finding(
          "first_place_bias", share(swapped.map { ($0.prompt, $0.verdict.favoredPlace == .first) })),
        Finding(
          "second_place_bias",
          share(swapped.map { ($0.prompt, $0.verdict.favoredPlace == .second) })),
      ]
    }
    if !shown.isEmpty {
      let wins = shown.count { ($0.0 == 1) == ($0.1 == .win) }
      findings.append(
        Finding("shown_first_wins", proportion(Double(wins), of: shown.count)))
    }
    return findings
  }

  private func share(_ cases: [(prompt: Int, holds: Bool)]) -> Estimate {
    let groups = Dictionary(grouping: cases, by: \.prompt).sorted { $0.key < $1.key }
    return Statistics.winRate(
      of: groups.map { $0.value.map { $0.holds ? .win : .loss } }, seed: seed)
  }
}
