import ArgumentParser
import Batches
import Foundation
import Generation
import Models
import Runs
import Scoring
import Training

/// `rlhf online-dpo`: trains a policy on comparisons of its own completions.
struct OnlineDPOCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "online-dpo",
    abstract: "Trains a policy on comparisons of what it writes itself.",
    discussion: """
      Rows: {"prompt": …}; of demonstrations and comparisons the prompts are taken. Each step the \
      policy writes two completions of each prompt; a reward model or command scores them, or \
      --judge-command reads lines like {"prompt": …, "completions": [A, B]} and answers each with \
      {"best": 0}, {"best": 1} or {"best": null}. Ties are left out.
      """)

  @OptionGroup var options: TrainingOptions
  @OptionGroup var models: RolloutOptions

  @Option(help: ArgumentHelp("A shell command that compares two at once.", valueName: "command"))
  var judgeCommand: String?

  func run() throws {
    let recipe = try options.configured(
      OnlineDPOKeys.self,
      models.flags + [RecipeFlag("--judge-command", "judge_command", judgeCommand)])
    let (common, own) = (recipe.value.common, recipe.value.own)
    let ground = try Groundwork(recipe.value)
    try ground.refuseWithoutMemory(recipe.value)
    let cast = try OnlineDPOCast(ground, own)
    let rows = try ground.prompts(
      leavingRoomFor: own.onlineDPO.sampling.maximumNewTokens, section: "online_dpo")
    try ground.noteMemory(recipe.value, .prompts(rows.training))
    try cast.rewards?.check((rows.training + rows.heldOut).map(\.prompt))

    let job = TrainingJob(
      command: "online-dpo", stepCount: own.optimization.stepCount(rows: rows.training.count),
      skipped: rows.skipped,
      shown: [
        ("score", "objective/scores"), ("ties", "ties"), ("loss", "loss"),
        ("length", "completions/mean_length"), ("held out", "eval_objective/scores"),
      ],
      heldOutMetrics: { try cast.heldOutMetrics(rows.heldOut, ground, own) },
      watch: Watch(
        try GoldSet(
          own.gold, ground, heldOut: rows.heldOut, policy: cast.policy, reference: cast.reference,
          reward: cast.rewards?.measuring, sampling: own.onlineDPO.sampling,
          rowsPerPass: own.optimization.rowsPerPass),
        own.diagnosis),
      saveModel: { try cast.policy.save(to: $0) },
      next: { "rlhf evaluate --model \($0) --against \(common.model) --prompts FILE --judge RM" })
    let session = try TrainingSession(job, recipe, options, ground)
    try session.train { journal in
      try trainOnlineDPO(
        cast.policy, from: cast.reference, comparedBy: cast.judge, on: rows.training,
        ground.tokenizer, own.onlineDPO, seed: common.seed, recordingIn: journal,
        observing: session.observe)
    }
  }
}

/// The models of a run of online DPO, and who judges.
private struct OnlineDPOCast {
  let policy: LanguageModel
  let reference: LanguageModel?
  let judge: OnlineJudge
  /// Nil where a judge of pairs compares.
  let rewards: OpenRewards?

  init(_ ground: Groundwork, _ keys: OnlineDPOKeys) throws {
    policy = try ground.policy(dropsOut: false)
    reference =
      keys.onlineDPO.dpo.referenceFree ? nil : try ground.reference(keys.reference, for: policy)
    guard keys.judgeCommand.isEmpty else {
      judge = .pairs(try patientCommandJudge(keys.judgeCommand))
      rewards = nil
      return
    }
    let opened = try OpenRewards(
      ground, keys, rowsPerPass: keys.optimization.rowsPerPass,
      precision: keys.optimization.precision.dtype)
    (judge, rewards) = (.reward(opened.training), opened)
  }

  /// Measures the policy on prompts that it does not learn from; nothing without a reward.
  func heldOutMetrics(
    _ prompts: [TokenizedPrompt], _ ground: Groundwork, _ keys: OnlineDPOKeys
  ) throws -> [String: Double] {
    guard let rewards else { return [:] }
    let rowsPerPass = keys.optimization.rowsPerPass
    let episodes = try policy.episodes(
      after: prompts, keys.onlineDPO.sampling,
      seed: derivedSeed(ground.settings.seed, "held out"), ground.tokenizer,
      rowsPerPass: rowsPerPass)
    return try episodeMetrics(
      of: episodes, judgedBy: rewards.measuring, policy: policy, reference: reference,
      rowsPerPass: rowsPerPass)
  }
}

/// Starts a command that compares pairs; does not outlast a Ctrl-C.
private func patientCommandJudge(_ command: String) throws -> CommandJudge {
  try CommandJudge(command, onSilence: patience(with: command))
}
