import ArgumentParser
import Batches
import Datasets
import Evaluation
import Foundation
import Generation
import Models
import Runs
import Training

/// `rlhf dpo`: trains a policy on comparisons, without a reward model.
struct DPOCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dpo", abstract: "Trains a policy on comparisons, without a reward model.",
    discussion: """
      Rows: {"prompt": …, "chosen": …, "rejected": …}, transcripts that begin alike, or rankings, \
      which give all their pairs. The pairs of one ranking, or of rows with the same "group_id", \
      stay in one batch; batches may be a little smaller or larger for it.

      dpo.losses says what is asked of a pair, by TRL's names: sigmoid (DPO), ipo, hinge, robust, \
      exo_pair, discopop, nca_pair, bco_pair, sppo_hard, apo_zero, apo_down, aot, aot_unpaired, \
      sigmoid_norm, odds_ratio. With dpo.reference_free, sigmoid is CPO, sigmoid_norm SimPO and \
      odds_ratio ORPO.
      """)

  @OptionGroup var options: TrainingOptions
  @OptionGroup var gold: GoldOptions

  @Option(help: ArgumentHelp("The frozen model; by default the model itself.", valueName: "folder"))
  var reference: String?

  func run() throws {
    let recipe = try options.configured(
      DPOKeys.self, [RecipeFlag("--reference", "reference", reference)] + gold.flags)
    let (common, own) = (recipe.value.common, recipe.value.own)
    let ground = try Groundwork(recipe.value)
    try ground.refuseWithoutMemory(recipe.value)
    let policy = try ground.policy()
    let rows = try ground.rows(maximumLength: ground.maximumLength) {
      try readComparisons(from: $0, badRows: $1)
    } tokenizing: {
      try $0.comparisons($1, badRows: $2)
    }
    try ground.noteMemory(recipe.value, .pairs(rows.training))
    noteOversizedGroups(of: rows.training, own.dpo)
    let frozen =
      try own.dpo.referenceFree
      ? nil
      : ground.frozenReference(
        own.reference, for: policy, keptIn: own.referenceCache, own.dpo.optimization
      ) { (rows.training + rows.heldOut).flatMap { [$0.chosen, $0.rejected] } }

    let job = TrainingJob(
      command: "dpo", stepCount: own.dpo.stepCount(of: rows.training, seed: common.seed),
      skipped: rows.skipped,
      shown: [
        ("loss", "loss"), ("accuracy", "rewards/accuracies"), ("margin", "rewards/margins"),
        ("held out", "eval_rewards/accuracies"),
      ],
      heldOutMetrics: {
        implicitRewardMetrics(
          of: policy, from: frozen?.model, knowing: frozen?.known, on: rows.heldOut, own.dpo)
      },
      watch: Watch(
        try GoldSet(
          own.gold, ground, heldOut: [], policy: policy, reference: frozen?.model, reward: nil,
          sampling: own.sampling, rowsPerPass: own.dpo.optimization.rowsPerPass),
        own.diagnosis),
      saveModel: { try policy.save(to: $0) },
      next: { "rlhf evaluate --model \($0) --against \(common.model) --prompts FILE --judge RM" })
    try TrainingSession(job, recipe, options, ground).train { journal in
      try trainDPO(
        policy, from: frozen?.model, knowing: frozen?.known, on: rows.training, own.dpo,
        seed: common.seed, recordingIn: journal)
    }
  }
}

/// Says how many judgements do not fit into a batch of the size that was asked for.
private func noteOversizedGroups(of pairs: [TokenizedComparison], _ dpo: DPOConfiguration) {
  let count = dpo.oversizedGroupCount(in: pairs)
  guard count > 0 else { return }
  note(
    "\(counted(count, "judgement")) with more than dpo.optimization.batch_size = "
      + "\(dpo.optimization.batchSize) pairs: each is a batch of its own")
}

/// The keys of the recipe of `rlhf dpo`.
struct DPOKeys: GivenCompletionsKeys {
  /// The folder of the frozen model; empty for the model to start from.
  var reference = ""
  /// The folder that keeps what frozen models say; empty for none.
  var referenceCache = ""
  /// Who judges on the way without being learned from.
  var gold = GoldKeys()
  /// How completions of the gold set's prompts are drawn.
  var sampling = SamplingConfiguration()
  /// What is done when the run goes wrong.
  var diagnosis = DiagnosisConfiguration()
  /// How the policy learns.
  var dpo = DPOConfiguration()

  var optimization: OptimizationConfiguration { dpo.optimization }

  /// The folders and files that the run reads beside the model's and the rows.
  var inputs: [String] { [reference].filter { !$0.isEmpty } + watchedFiles }

  func validate() throws {
    try validateWatching()
    try inSection("dpo", dpo.validate)
    for (key, value) in [("reference", reference), ("reference_cache", referenceCache)]
    where !value.isEmpty && dpo.referenceFree {
      throw ConfigurationError(
        "\(key) is \(value) and dpo.reference_free is true; leave one of them out")
    }
  }
}
