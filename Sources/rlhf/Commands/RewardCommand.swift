import ArgumentParser
import Batches
import Datasets
import Models
import Runs
import Torch
import Training

/// `rlhf reward`: trains a reward model on comparisons or rankings.
struct RewardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reward", abstract: "Trains a reward model on comparisons or rankings.",
    discussion: """
      Rows: {"prompt": …, "chosen": …, "rejected": …}, transcripts that begin alike, or \
      {"prompt": …, "completions": […], "ranks": […]}. Rows with the same "group_id" are one \
      judgement: its pairs stay in one batch and together weigh as one row. The model is a \
      language model, which gets a new head, or a sequence classifier with one label.
      """)

  @OptionGroup var options: TrainingOptions

  func run() throws {
    let recipe = try options.configured(RewardKeys.self)
    let (common, reward) = (recipe.value.common, recipe.value.own.reward)
    let ground = try Groundwork(common)
    let headGenerator = Generator(
      seed: derivedSeed(common.seed, "reward head"), on: ground.device)
    try ground.refuseAdapters()
    let model = try ground.trainable(
      ground.scalarModel(common.model, called: "the model", headGenerator: headGenerator),
      from: common.model, "reward model")
    let rows = try ground.rows(maximumLength: ground.maximumLength) {
      try readRankings(from: $0, badRows: $1)
    } tokenizing: {
      try $0.rankings($1, badRows: $2)
    }
    let judgements = gathered(rows.training)
    if judgements.count < rows.training.count {
      note("  they belong to \(counted(judgements.count, "judgement")), each of which is one row")
    }
    let rankings = judgements.filter(reward.learns)

    let job = TrainingJob(
      command: "reward", stepCount: reward.optimization.stepCount(rows: rankings.count),
      inputs: [ground.data, ground.model], skipped: rows.skipped,
      shown: [("loss", "loss"), ("accuracy", "accuracy"), ("held out", "eval_accuracy")],
      heldOutMetrics: {
        RankingScores(
          of: rows.heldOut, by: model, rowsPerPass: reward.optimization.rowsPerPass,
          precision: reward.optimization.precision.dtype
        ).metrics
      },
      saveModel: { try model.save(to: $0) },
      next: { "rlhf ppo --model SFT --reward-model \($0) --prompts PROMPTS --output FOLDER" })
    try TrainingSession(job, recipe, options, ground).train { journal in
      try trainRewardModel(model, on: rankings, reward, seed: common.seed, recordingIn: journal)
    }
  }
}

/// The keys of the recipe of `rlhf reward`.
struct RewardKeys: AlgorithmKeys {
  /// How the reward model learns.
  var reward = RewardModelConfiguration()

  var optimization: OptimizationConfiguration { reward.optimization }

  func validate() throws { try inSection("reward", reward.validate) }
}
