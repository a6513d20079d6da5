import DemoWorld
import Evaluation
import Foundation
import Generation
import HTML
import Statistics
import Training

/// Everything that the demo found, for the closing table and the report's page.
struct DemoFindings {
  let settings: DemoSettings
  let sft: DemoStanding
  let ppo: DemoStanding
  let dpo: DemoStanding
  /// Base and SFT model, PPO and DPO, in the order they were made.
  let standings: [DemoStanding]
  /// How well the reward model orders two replies to one prompt as the rubric does.
  let rewardAccuracy: PairwiseAccuracy
  /// One reply of each model to the prompts that are shown.
  let conversations: [ConversationComparison]
  let history: DemoHistory

  /// The closing table.
  var table: Table {
    Table(
      headers: ["model", "true score", "wins over SFT", "reward", "KL to SFT", "words"],
      rows: standings.map { standing in
        [
          standing.name, standing.trueScore.value.formatted(places: 2),
          standing.name == sft.name ? "–" : standing.winRate(over: sft).percent,
          standing.reward.formatted(places: 2), standing.divergence.formatted(places: 1),
          standing.wordCount.formatted(places: 1),
        ]
      },
      caption: """
        \(sft.trueScores.count) held-out prompts, one reply each at temperature \
        \(settings.sampling.temperature); ties count half; 95 % intervals. The true score is the \
        rubric's, which no training step reads.
        """)
  }

  /// The page.
  var report: Report {
    Report(
      title: "From a base model to what people prefer",
      summary: [
        """
        A language model of half a million weights was trained from nothing on texts that behave \
        well and badly, fine-tuned on demonstrations, and then moved towards what simulated \
        labelers prefer: once by a reward model and PPO, once by DPO. The labelers follow a \
        written rubric and err; training sees their rankings alone.
        """,
        """
        PPO’s reply is truly better than the SFT model’s on \(ppo.winRate(over: sft).percent) of \
        held-out prompts, DPO’s on \(dpo.winRate(over: sft).percent).
        """,
      ],
      sections: [
        Report.Section("Who wins", [.table(table), .intervals(winRates)]),
        Report.Section("Before and after", [.conversations(conversations)]),
        Report.Section(
          "Reward against true preference",
          [.curves(scores), .curves(divergence), .note(rewardNote)]),
        Report.Section("Learning", [.curves(loss), .curves(reward), .curves(margins)]),
        Report.Section("How it was made", [.keyValues(facts)]),
      ])
  }

  private var winRates: IntervalChart {
    IntervalChart(
      title: "Truly better than the SFT model", xLabel: "share of held-out prompts",
      rows: [
        IntervalChart.Row("PPO", ppo.winRate(over: sft)),
        IntervalChart.Row("DPO", dpo.winRate(over: sft)),
      ],
      caption: "Dots: the share; bars: 95 % intervals; the line at one half is no difference.",
      guide: 0.5, isShare: true)
  }

  private var scores: Chart {
    chart(
      "PPO: what it is trained on, and what it is for", "rollout", "score",
      [
        ("reward", history.values("objective/scores", of: "ppo")),
        ("true score", history.trueScores),
      ],
      "The reward rises as it is optimized; the true score is only measured. Where they part, the "
        + "policy exploits the reward model.")
  }

  private var divergence: Chart {
    chart(
      "PPO: distance from the SFT model", "rollout", "KL per reply, nats",
      [("KL", history.values("objective/kl", of: "ppo"))],
      "Each nat costs \(settings.ppo.klCoefficient) reward.")
  }

  private var loss: Chart {
    chart(
      "Base model and SFT", "step", "loss, nats per token",
      [("base", history.values("loss", of: "base")), ("SFT", history.values("loss", of: "sft"))],
      nil)
  }

  private var reward: Chart {
    chart(
      "Reward model: pairs ordered as the labelers did", "step", "share",
      [("accuracy", history.values("accuracy", of: "reward"))],
      "Labelers err on about one pair in ten, so that no model can reach 1.")
  }

  private var margins: Chart {
    chart(
      "DPO: pairs ordered as the labelers did", "step", "share",
      [("accuracy", history.values("rewards/accuracies", of: "dpo"))], nil)
  }

  private var rewardNote: String {
    "On held-out prompts the reward model orders two replies as the rubric does in "
      + "\(rewardAccuracy.accuracy.percent) of \(rewardAccuracy.pairCount) pairs."
  }

  private var facts: [Report.KeyValue] {
    [
      Report.KeyValue("seed", "\(settings.seed)"),
      Report.KeyValue("base texts", "\(settings.baseDocumentCount)"),
      Report.KeyValue("demonstrations", "\(settings.demonstrationCount)"),
      Report.KeyValue(
        "rankings",
        "\(settings.rankedPromptCount) of \(settings.completionsPerPrompt) completions each"),
      Report.KeyValue("labelers", SimulatedLabeler.panel.map(\.words).joined(separator: "; ")),
    ]
      + history.durations.map {
        Report.KeyValue("time of \($0.stage)", "\($0.seconds.formatted(places: 1)) s")
      }
  }

  private func chart(
    _ title: String, _ xLabel: String, _ yLabel: String, _ series: [(String, [Double])],
    _ caption: String?
  ) -> Chart {
    Chart(
      title: title, xLabel: xLabel, yLabel: yLabel,
      series: series.map { name, values in
        Chart.Series(
          name, values.enumerated().map { Chart.Point(Double($0.offset + 1), $0.element) })
      },
      caption: caption)
  }
}

extension SimulatedLabeler {
  /// Name and stated error rate.
  fileprivate var words: String { "\(name) errs on \(Int((errorRate * 100).rounded())) % of pairs" }
}

extension Double {
  /// The number with a fixed count of places after the point.
  func formatted(places: Int) -> String { String(format: "%.\(places)f", self) }
}
