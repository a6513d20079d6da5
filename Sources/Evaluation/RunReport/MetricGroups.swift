/// Metrics that people look at together.
struct MetricGroup {
  let title: String
  let charts: [MetricChart]
}

/// Metrics that share a scale, and so a chart.
struct MetricChart {
  let title: String
  let yLabel: String
  /// The metrics' names, with what they are called in the legend.
  let metrics: [(name: String, label: String)]
  var guide: Double?

  init(
    _ title: String, _ yLabel: String, _ metrics: [(name: String, label: String)],
    guide: Double? = nil
  ) {
    self.title = title
    self.yLabel = yLabel
    self.metrics = metrics
    self.guide = guide
  }

  /// A metric measured while training, and as `eval_…` on data held out.
  init(_ title: String, _ yLabel: String, of name: String, guide: Double? = nil) {
    self.init(
      title, yLabel, [(name, "training"), ("eval_" + name, "held out")], guide: guide)
  }
}

/// The metrics of all algorithms, in the order a reader wants them.
let metricGroups = [
  MetricGroup(
    title: "Reward and distance",
    charts: [
      MetricChart("Score of the reward model", "score", of: "objective/scores"),
      MetricChart("True score, by the gold judge", "score", [("gold/score", "true score")]),
      MetricChart(
        "Wins over the start, by the gold judge", "share", [("gold/win_rate", "wins")], guide: 0.5),
      MetricChart("Distance from the reference", "KL, nats per completion", of: "objective/kl"),
      MetricChart("Reward after the penalty", "score − penalty", of: "objective/rlhf_reward"),
      MetricChart("Penalty", "reward", of: "objective/non_score_reward"),
      MetricChart("Coefficient of the penalty", "coefficient", of: "objective/kl_coefficient"),
      MetricChart(
        "Reward", "reward",
        [("reward", "mean"), ("reward_std", "deviation"), ("eval_reward", "held out")]),
      MetricChart("Distance from the reference", "KL, nats per token", of: "kl"),
      MetricChart(
        "Disagreement of the reward models", "score",
        [("ensemble/disagreement", "disagreement")]),
    ]),
  MetricGroup(
    title: "Loss",
    charts: [
      MetricChart("Loss", "nats", of: "loss"),
      MetricChart("Policy loss", "loss", of: "loss/policy_avg"),
      MetricChart("Value loss", "loss", of: "loss/value_avg"),
      MetricChart("Loss of the demonstrations", "nats", of: "nll_loss"),
      MetricChart("Balance of experts", "loss", of: "aux_loss"),
    ]),
  MetricGroup(
    title: "Preferences",
    charts: [
      MetricChart("Pairs ordered as people do", "share", of: "accuracy", guide: 0.5),
      MetricChart("Pairs ordered as people do", "share", of: "rewards/accuracies", guide: 0.5),
      MetricChart("Margin of the chosen one", "reward", of: "margin", guide: 0),
      MetricChart("Margin of the chosen one", "implicit reward", of: "rewards/margins", guide: 0),
      MetricChart(
        "Implicit rewards", "β · log ratio",
        [("rewards/chosen", "chosen"), ("rewards/rejected", "rejected")], guide: 0),
      MetricChart(
        "Rewards", "reward",
        [("max_reward", "highest"), ("mean_reward", "mean"), ("min_reward", "lowest")]),
      MetricChart(
        "Log probability of completions", "nats",
        [("logps/chosen", "chosen"), ("logps/rejected", "rejected")]),
      MetricChart(
        "Mean logits", "logit", [("logits/chosen", "chosen"), ("logits/rejected", "rejected")]),
    ]),
  MetricGroup(
    title: "Policy",
    charts: [
      MetricChart("Entropy", "nats per token", of: "entropy"),
      MetricChart("Entropy of completions", "nats", of: "objective/entropy"),
      MetricChart("Entropy at the update", "nats per token", of: "policy/entropy_avg"),
      MetricChart("Step size of the update", "KL to the old policy", of: "policy/approxkl_avg"),
      MetricChart(
        "Clipped", "share",
        [("policy/clipfrac_avg", "policy"), ("val/clipfrac_avg", "values")]),
      MetricChart("Ratio to the old policy", "ratio", of: "val/ratio", guide: 1),
      MetricChart("Variance of the ratio", "variance", of: "val/ratio_var"),
      MetricChart("Explained variance of the critic", "share", of: "val/explained_variance"),
      MetricChart("Tokens predicted right", "share", of: "mean_token_accuracy"),
    ]),
  MetricGroup(
    title: "Completions",
    charts: [
      MetricChart(
        "Length", "tokens",
        [
          ("completions/max_length", "longest"), ("completions/mean_length", "mean"),
          ("completions/min_length", "shortest"),
        ]),
      MetricChart("Cut at the length limit", "share", of: "completions/clipped_ratio"),
      MetricChart("Ended by themselves", "completions", of: "val/num_eos_tokens"),
    ]),
  MetricGroup(
    title: "Texts",
    charts: [
      MetricChart(
        "Different pairs of words", "share",
        [("text/distinct_2", "rollouts"), ("gold/distinct_2", "gold set")]),
      MetricChart("Said before in the same completion", "share", of: "text/repetition"),
      MetricChart("Alike across prompts", "likeness", of: "text/template"),
      MetricChart("Alike for one prompt", "self-BLEU", of: "gold/self_bleu"),
      MetricChart(
        "Refusals and nothing at all", "share",
        [("text/refusals", "refusals"), ("text/empty", "empty")]),
      MetricChart(
        "Reward and length", "correlation", of: "reward/length_correlation", guide: 0),
      MetricChart("What a token is worth", "reward per token", of: "reward/length_slope", guide: 0),
    ]),
  MetricGroup(
    title: "The gold set",
    charts: [
      MetricChart("Reward on the gold set", "reward", of: "gold/reward"),
      MetricChart(
        "What choosing by the reward gains, of what the gold judge's choice would", "share",
        of: "gold/lookahead", guide: 0),
      MetricChart(
        "Pairs that the reward orders as the gold judge does", "share", of: "gold/agreement",
        guide: 0.5),
      MetricChart("Distance on the gold set", "KL, nats per completion", of: "gold/kl"),
      MetricChart("Length on the gold set", "tokens", of: "gold/length"),
    ]),
  MetricGroup(
    title: "Optimization",
    charts: [
      MetricChart("Learning rate", "rate", [("learning_rate", "rate"), ("lr", "rate of PPO")]),
      MetricChart("Norm of the gradient", "norm before clipping", of: "grad_norm"),
      MetricChart("Pace", "episodes per second", of: "eps"),
      MetricChart("Tokens seen", "tokens", of: "num_tokens"),
      MetricChart("Passes over the data", "epochs", of: "epoch"),
      MetricChart("Episodes", "episodes", of: "episode"),
    ]),
]
