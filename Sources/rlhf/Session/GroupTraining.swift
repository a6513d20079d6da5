import Batches
import Datasets
import Foundation
import Generation
import Models
import Runs
import Training

/// Runs `rlhf grpo` or `rlhf rloo`.
func trainOnGroups<Keys: GroupKeys & PlannedKeys>(
  _: Keys.Type, _ options: TrainingOptions, _ models: RolloutOptions
) throws {
  let recipe = try options.configured(Keys.self, models.flags)
  let (common, own) = (recipe.value.common, recipe.value.own)
  let ground = try Groundwork(recipe.value)
  try ground.refuseWithoutMemory(recipe.value)
  let cast = try GroupCast(ground, own)
  let rows = try ground.prompts(
    leavingRoomFor: own.group.sampling.maximumNewTokens, section: Keys.name)
  try ground.noteMemory(recipe.value, .prompts(rows.training))
  try cast.rewards.check((rows.training + rows.heldOut).map(\.prompt))

  let job = TrainingJob(
    command: Keys.name, stepCount: own.optimization.stepCount(rows: rows.training.count),
    skipped: rows.skipped,
    shown: [
      ("reward", "reward"), ("kl", "objective/kl"), ("length", "completions/mean_length"),
      ("held out", "eval_objective/scores"),
    ],
    heldOutMetrics: { try cast.heldOutMetrics(rows.heldOut, ground, own) },
    watch: Watch(
      try GoldSet(
        own.gold, ground, heldOut: rows.heldOut, policy: cast.policy, reference: cast.reference,
        reward: cast.rewards.measuring, sampling: own.group.sampling,
        rowsPerPass: own.group.rowsPerPass),
      own.diagnosis),
    saveModel: { try cast.policy.save(to: $0) },
    next: { "rlhf evaluate --model \($0) --against \(common.model) --prompts FILE --judge RM" })
  let session = try TrainingSession(job, recipe, options, ground)
  try session.train { journal in
    try Training.trainOnGroups(
      cast.policy, from: cast.reference, rewardedBy: cast.rewards.training, on: rows.training,
      ground.tokenizer, own.group, seed: common.seed, recordingIn: journal,
      observing: session.observe)
  }
}
