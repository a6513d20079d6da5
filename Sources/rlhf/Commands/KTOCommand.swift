import ArgumentParser
import Batches
import Datasets
import Evaluation
import Foundation
import Generation
import Models
import Runs
import Training

/// `rlhf kto`: trains a policy on completions that were judged one by one.
struct KTOCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kto", abstract: "Trains a policy on completions judged one by one.",
    discussion: """
      Rows: {"prompt": …, "completion": …, "label": true or false}. Of a comparison the chosen \
      completion is good and the other bad; of a ranking the best and the worst are taken.
      """)

  @OptionGroup var options: TrainingOptions
  @OptionGroup var gold: GoldOptions

  @Option(help: ArgumentHelp("The frozen model; by default the model itself.", valueName: "folder"))
  var reference: String?

  func run() throws {
    let recipe = try options.configured(
      KTOKeys.self, [RecipeFlag("--reference", "reference", reference)] + gold.flags)
    let (common, own) = (recipe.value.common, recipe.value.own)
    let ground = try Groundwork(recipe.value)
    try ground.refuseWithoutMemory(recipe.value)
    let policy = try ground.policy()
    let rows = try ground.rows(maximumLength: ground.maximumLength) {
      try readJudgedCompletions(from: $0, badRows: $1)
    } tokenizing: {
      try $0.judged($1, badRows: $2)
    }
    try ground.noteMemory(recipe.value, .judged(rows.training))
    noteBalance(of: rows.training, own.kto)
    let frozen = try ground.frozenReference(
      own.reference, for: policy, keptIn: own.referenceCache, own.kto.optimization
    ) {
      own.kto.sequencesToJudge(rows.training, seed: common.seed) + rows.heldOut.map(\.sequence)
    }

    let job = TrainingJob(
      command: "kto", stepCount: own.kto.optimization.stepCount(rows: rows.training.count),
      skipped: rows.skipped,
      shown: [
        ("loss", "loss"), ("margin", "rewards/margins"), ("KL", "kl"),
        ("held out", "eval_rewards/margins"),
      ],
      heldOutMetrics: {
        judgedRewardMetrics(of: policy, from: frozen, on: rows.heldOut, own.kto)
      },
      watch: Watch(
        try GoldSet(
          own.gold, ground, heldOut: [], policy: policy, reference: frozen.model, reward: nil,
          sampling: own.sampling, rowsPerPass: own.kto.optimization.rowsPerPass),
        // KTO's point of reference, in nats per completion, has the name of the KL per token elsewhere.
        own.diagnosis, hiding: ["kl"]),
      saveModel: { try policy.save(to: $0) },
      next: { "rlhf evaluate --model \($0) --against \(common.model) --prompts FILE --judge RM" })
    try TrainingSession(job, recipe, options, ground).train { journal in
      try trainKTO(
        policy, from: frozen.model, knowing: frozen.known, on: rows.training, own.kto,
        seed: common.seed, recordingIn: journal)
    }
  }
}

/// Says when good and bad completions weigh too differently.
private func noteBalance(of rows: [JudgedSequence], _ kto: KTOConfiguration) {
  let good = rows.count(where: \.isDesirable)
  let bad = rows.count - good
  guard good > 0, bad > 0 else {
    note("all completions are \(good > 0 ? "good" : "bad"): there is no contrast to learn from")
    return
  }
  let balance = kto.balance(desirable: good, undesirable: bad)
  guard !(1...4.0 / 3).contains(balance) else { return }
  let weight = kto.desirableWeight / balance
  note(
    "\(good) good and \(bad) bad completions: the good ones weigh \(rounded(balance)) times as "
      + "much, and 1 to 1.33 is advised; set kto.desirable_weight to \(rounded(weight)) or so")
}

private func rounded(_ number: Double) -> String { String(format: "%.3g", number) }

/// The keys of the recipe of `rlhf kto`.
struct KTOKeys: GivenCompletionsKeys {
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
  var kto = KTOConfiguration()

  var optimization: OptimizationConfiguration { kto.optimization }

  /// The folders and files that the run reads beside the model's and the rows.
  var inputs: [String] { [reference].filter { !$0.isEmpty } + watchedFiles }

  func validate() throws {
    try validateWatching()
    try inSection("kto", kto.validate)
  }
}
