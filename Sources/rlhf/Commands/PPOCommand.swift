import ArgumentParser
import Batches
import Datasets
import Foundation
import Generation
import Models
import Runs
import Scoring
import Training

/// `rlhf ppo`: moves a policy to completions with a higher reward.
struct PPOCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ppo", abstract: "Moves a policy to completions with a higher reward.",
    discussion: """
      Rows: {"prompt": …}; of demonstrations and comparisons the prompts are taken. The reward is \
      a model of `rlhf reward`, or a command that reads lines like {"prompt": …, "completion": …} \
      and answers each with a line like {"reward": 0.5}.
      """)

  @OptionGroup var options: TrainingOptions
  @OptionGroup var models: PPOOptions

  func run() throws {
    let recipe = try options.configured(PPOKeys.self, models.flags)
    let (common, own) = (recipe.value.common, recipe.value.own)
    let ground = try Groundwork(common)
    let cast = try PPOCast(ground, own)
    let room = ground.maximumLength - own.ppo.sampling.maximumNewTokens
    guard room > 0 else {
      throw ConfigurationError(
        "ppo.sampling.maximum_new_tokens is \(own.ppo.sampling.maximumNewTokens) and must be less "
          + "than maximum_length, \(ground.maximumLength), to leave room for a prompt")
    }
    let rows = try ground.rows(maximumLength: room + 1) {
      try readPrompts(from: $0, badRows: $1)
    } tokenizing: {
      try $0.prompts($1, badRows: $2)
    }

    let job = TrainingJob(
      command: "ppo", stepCount: own.optimization.stepCount(rows: rows.training.count),
      inputs: [ground.data, ground.model] + own.folders.map { URL(fileURLWithPath: $0) },
      skipped: rows.skipped,
      shown: [
        ("score", "objective/scores"), ("kl", "objective/kl"),
        ("length", "completions/mean_length"), ("held out", "eval_objective/scores"),
      ],
      heldOutMetrics: { try cast.heldOutMetrics(rows.heldOut, ground, own) },
      saveModel: { try cast.policy.save(to: $0) },
      next: { "rlhf evaluate --model \($0) --against \(common.model) --prompts FILE --judge RM" })
    let session = try TrainingSession(job, recipe, options, ground)
    try session.train { journal in
      try trainPPO(
        cast.policy, from: cast.reference, critic: cast.critic, rewardedBy: cast.reward,
        on: rows.training, ground.tokenizer, own.ppo, seed: common.seed, recordingIn: journal
      ) { step, episodes, scores in
        guard session.measures(after: step), let episode = episodes.first else { return }
        try session.note(
          "rollout \(step), score \(String(format: "%.3f", scores[0])): "
            + (episode.prompt.content.transcript + episode.completion).debugDescription)
      }
    }
  }
}
