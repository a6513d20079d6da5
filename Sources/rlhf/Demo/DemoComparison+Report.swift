import Evaluation
import Generation
import HTML
import Statistics

/// The comparison as a table and a page.
struct DemoComparisonReport {
  let settings: DemoSettings
  /// For each method, its results by seed.
  let methods: [[DemoComparison.Result]]

  /// The table that is printed.
  var table: Table {
    let seeds = methods[0].count
    return Table(
      headers: ["method", "true", "wins over SFT", "by seed", "KL", "tokens", "seconds"],
      rows: methods.map { row($0) },
      caption: """
        \(settings.heldOutPromptCount) held-out prompts on each of \(seeds) seeds, one reply each at \
        temperature \(settings.sampling.temperature); ties count half; 95 % intervals over prompts. \
        True: the rubric's mean score, which no training step reads. KL: to the SFT model, in nats \
        per reply; of the best of n the bound log n − (n−1)/n. Tokens that the policy wrote or \
        read, and seconds: of training on one seed, after SFT and, but for DPO and KTO, the reward \
        model. The best of n trains nothing, and writes n replies for one.
        """)
  }

  private func row(_ results: [DemoComparison.Result]) -> [String] {
    func mean(_ value: (DemoComparison.Result) -> Double) -> Double { results.map(value).mean }
    let isStart = results[0].standing.name == "SFT"
    let tokens = mean(\.trainingTokens)
    return [
      results[0].standing.name, mean { $0.standing.trueScore.value }.formatted(places: 2),
      isStart ? "–" : wins(results).percent,
      isStart
        ? "–"
        : results.map { Statistics.winRate(of: $0.outcomes).value.percentage }
          .joined(separator: ", "),
      mean { $0.standing.divergence }.formatted(places: 1),
      tokens > 0 ? "\((tokens / 1000).formatted(places: 0)) k" : "–",
      tokens > 0 ? mean(\.trainingSeconds).formatted(places: 0) : "–",
    ]
  }

  private func wins(_ results: [DemoComparison.Result]) -> Estimate {
    Statistics.winRate(of: results.flatMap { $0.outcomes.map { [$0] } })
  }

  /// The numbers worth comparing between runs.
  var summary: [String: Double] {
    var summary: [String: Double] = [:]
    for results in methods.dropFirst() {
      let name = results[0].standing.name
      summary["\(name)/win_rate"] = wins(results).value
      summary["\(name)/kl"] = results.map(\.standing.divergence).mean
    }
    return summary
  }

  /// The page.
  var report: Report {
    Report(
      title: "Ways to what people prefer, side by side",
      summary: [
        """
        On each of \(methods[0].count) seeds a language model of half a million weights was trained \
        from nothing and fine-tuned on demonstrations; simulated labelers ranked its completions. \
        Every method below starts from there.
        """
      ],
      sections: [
        Report.Section("Who wins", [.intervals(chart), .table(table)])
      ])
  }

  private var chart: IntervalChart {
    IntervalChart(
      title: "Truly better than the SFT model", xLabel: "share of held-out prompts",
      rows: methods.dropFirst().map { IntervalChart.Row($0[0].standing.name, wins($0)) },
      caption: "Dots: the share over all seeds; bars: 95 % intervals; the line at one half is no "
        + "difference.",
      guide: 0.5, isShare: true)
  }
}

extension Double {
  /// A share in whole percent.
  fileprivate var percentage: String { "\((self * 100).formatted(places: 0))%" }
}
