import ArgumentParser
import Batches
import Datasets
import Models
import Runs
import Training

/// `rlhf sft`: fine-tunes a model on demonstrations.
struct SFTCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sft", abstract: "Fine-tunes a model on demonstrations.",
    discussion: """
      Rows: {"prompt": …, "completion": …}, {"messages": […]}, {"text": …}, or comparisons, of \
      which the chosen completion is learned.

      With --set from_scratch=true the model's folder needs only config.json and a tokenizer; \
      the weights are drawn from the seed.
      """)

  @OptionGroup var options: TrainingOptions

  func run() throws {
    let recipe = try options.configured(SFTKeys.self)
    let (common, sft) = (recipe.value.common, recipe.value.own.sft)
    let ground = try Groundwork(recipe.value)
    try ground.refuseWithoutMemory(recipe.value)
    let policy =
      recipe.value.own.fromScratch ? try ground.newLanguageModel() : try ground.policy()
    let rows = try ground.rows(maximumLength: ground.maximumLength) {
      try readDemonstrations(from: $0, badRows: $1)
    } tokenizing: {
      try $0.sequences($1, badRows: $2)
    }
    try ground.noteMemory(recipe.value, .sequences(rows.training))

    let job = TrainingJob(
      command: "sft", stepCount: sft.optimization.stepCount(rows: rows.training.count),
      skipped: rows.skipped,
      shown: [("loss", "loss"), ("accuracy", "mean_token_accuracy"), ("held out", "eval_loss")],
      heldOutMetrics: {
        policy.likelihood(
          of: rows.heldOut, rowsPerPass: sft.optimization.rowsPerPass,
          precision: sft.optimization.precision.dtype
        ).metrics
      },
      saveModel: { try policy.save(to: $0) },
      next: { "rlhf reward --model \($0) --data COMPARISONS --output FOLDER" })
    try TrainingSession(job, recipe, options, ground).train { journal in
      try trainSFT(policy, on: rows.training, sft, seed: common.seed, recordingIn: journal)
    }
  }
}

/// The keys of the recipe of `rlhf sft`.
struct SFTKeys: AlgorithmKeys {
  /// Whether weights are drawn from the seed instead of read: the model's folder then needs only
  /// config.json and a tokenizer.
  var fromScratch = false
  /// How the policy learns.
  var sft = SFTConfiguration()

  var optimization: OptimizationConfiguration { sft.optimization }

  /// Nothing beside the model and the rows.
  var inputs: [String] { [] }

  func validate() throws { try inSection("sft", sft.validate) }
}
