import ArgumentParser
import Batches
import Foundation
import Generation
import Models
import Runs
import Training

/// `rlhf ppo`: moves a policy to completions with a higher reward.
struct PPOCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ppo", abstract: "Moves a policy to completions with a higher reward.",
    discussion: """
      Rows: {"prompt": …}; of demonstrations and comparisons the prompts are taken. The reward is \
      a model of `rlhf reward`, or a command that reads lines like {"prompt": …, "completion": …} \
      and answers each with a line like {"reward": 0.5}. A cost model, or a command that answers \
      so with the cost, is held below ppo.cost_constraint.limit.
      """)

  @OptionGroup var options: TrainingOptions
  @OptionGroup var models: PPOOptions

  func run() throws {
    let recipe = try options.configured(PPOKeys.self, models.flags)
    let (common, own) = (recipe.value.common, recipe.value.own)
    let ground = try Groundwork(recipe.value)
    try ground.refuseWithoutMemory(recipe.value)
    let cast = try PPOCast(ground, own)
    let rows = try ground.prompts(
      leavingRoomFor: own.ppo.sampling.maximumNewTokens, section: "ppo")
    try ground.noteMemory(recipe.value, .prompts(rows.training))
    let texts = try ground.texts(in: own.ptxData)
    try cast.rewards.check((rows.training + rows.heldOut).map(\.prompt))

    let job = TrainingJob(
      command: "ppo", stepCount: own.optimization.stepCount(rows: rows.training.count),
      skipped: rows.skipped + texts.skipped,
      shown: [
        ("score", "objective/scores"), ("cost", "objective/costs"), ("kl", "objective/kl"),
        ("length", "completions/mean_length"), ("held out", "eval_objective/scores"),
      ],
      heldOutMetrics: { try cast.heldOutMetrics(rows.heldOut, ground, own) },
      watch: Watch(
        try GoldSet(
          own.gold, ground, heldOut: rows.heldOut, policy: cast.policy, reference: cast.reference,
          reward: cast.rewards.measuring, sampling: own.ppo.sampling,
          rowsPerPass: own.optimization.rowsPerPass),
        own.diagnosis),
      saveModel: { try cast.policy.save(to: $0) },
      next: { "rlhf evaluate --model \($0) --against \(common.model) --prompts FILE --judge RM" })
    let session = try TrainingSession(job, recipe, options, ground)
    try session.train { journal in
      try trainPPO(
        cast.policy, from: cast.reference, critic: cast.critic, rewardedBy: cast.rewards.training,
        costing: cast.cost, on: rows.training, mixing: texts.rows, ground.tokenizer, own.ppo,
        seed: common.seed, recordingIn: journal, observing: session.observe)
    }
  }
}
