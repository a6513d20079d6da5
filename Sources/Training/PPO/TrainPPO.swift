public import Batches
import Datasets
import Foundation
public import Models
import NeuralNetworks
import Objectives
import Runs
public import Scoring
public import Tokenizers
import Torch

/// Moves a policy to completions with a higher reward, near to where it started.
///
/// Proximal policy optimization, Schulman et al. 2017 (arXiv:1707.06347), algorithm 1, with a KL
/// penalty per token as in Stiennon et al. 2020 (arXiv:2009.01325):
///
///     for each batch of prompts x:
///       1. sample y from π, with log π(yₜ)
///       2. score r(x, y); a completion without an end loses a fixed amount
///       3. find the KL to π₀ and the values V, and from them advantages A and returns R
///       4. for each epoch, for each mini-batch of the rollout:
///            step π against the clipped surrogate, V against its clipped error
///       5. record what happened
///
/// The sampler is the policy itself: at the first update every ratio is 1.
///
/// - Parameters:
///   - policy: π; starts as the SFT model.
///   - reference: π₀, a copy of the SFT model; its weights are not touched.
///   - critic: V; best started from the reward model.
///   - reward: r.
///   - seed: Fixes the order of prompts, what is sampled and the mini-batches.
///   - observing: Gets each rollout's episodes and scores, as for a log of samples.
@discardableResult
public func trainPPO(
  _ policy: LanguageModel, from reference: LanguageModel, critic: ScalarModel,
  rewardedBy reward: any Reward, on prompts: [TokenizedPrompt], _ tokenizer: Tokenizer,
  _ configuration: PPOConfiguration, seed: UInt64, recordingIn journal: Journal = Journal(),
  observing: (_ step: Int, [Episode], [Double]) throws -> Void = { _, _, _ in }
) throws -> LoopOutcome {
  guard !prompts.isEmpty else { throw TrainingError.noRows("prompts") }
  let models = ActorsAndCritics(policy: policy, reference: reference, critic: critic)
  reference.parameters.freeze()
  let settings = configuration.optimization
  let schedule = BatchSchedule(rowCount: prompts.count, settings, seed: seed)
  let updatesPerRollout = configuration.updateEpochs * configuration.miniBatches
  let optimizers = PolicyAndCriticOptimizers(
    models, configuration, stepCount: schedule.stepCount * updatesPerRollout)
  let generator = Generator(seed: derivedSeed(seed, "sampling"), on: policy.device)
  var state = try journal.resume(models, optimizers, generator, configuration)

  for step in state.step..<schedule.stepCount {
    let rows = schedule.rows(at: step).map { prompts[$0] }
    let context = StepContext(
      step: step + 1, rows: rows.compactMap(\.prompt.source), checkpoint: journal.lastCheckpoint())

    // 1. One completion for each prompt.
    let (episodes, sampled) = try sampleEpisodes(
      from: policy, rows, configuration.sampling, using: generator, tokenizer)

    // 2. Their scores.
    let scores = try reward.scores(of: episodes)
    try observing(step + 1, episodes, scores)

    // 3. What each token earned. In bfloat16, log π is taken from the graph that is trained.
    let rollout = evaluated(
      episodes, scores: scores, sampled: settings.precision == .float32 ? sampled : nil,
      by: models, klCoefficient: state.klCoefficient, configuration)

    // 4. The updates.
    var averages = Averages()
    for epoch in 0..<configuration.updateEpochs {
      let parts = miniBatches(
        of: episodes.count, into: configuration.miniBatches, seed: seed, rollout: step, epoch: epoch
      )
      for (index, part) in parts.enumerated() {
        update(models, on: rollout, rows: part, configuration, &averages)
        try context.checkFinite(averages["loss/policy_avg"], "the policy's loss")
        try context.checkFinite(averages["loss/value_avg"], "the critic's loss")
        let number = step * updatesPerRollout + epoch * configuration.miniBatches + index
        try optimizers.step(at: number, context, &averages)
      }
    }

    // 5. The record.
    state.seenTokenCount += rollout.batch.tokenCount
    var metrics = averages.means.merging(rollout.metrics(state.klCoefficient)) { $1 }
    metrics["lr"] = optimizers.policy.learningRate(at: step * updatesPerRollout)
    metrics["epoch"] = schedule.epoch(after: step + 1)
    metrics["num_tokens"] = Double(state.seenTokenCount)
    metrics["episode"] = Double(schedule.rowCount(before: step + 1))
    state.step = step + 1
    state.klCoefficient = configuration.nextKLCoefficient(
      after: state.klCoefficient, kl: rollout.meanKL, episodes: episodes.count)
    state.generatorState = Data(generator.state)
    try journal.record(metrics, state.step)
    let outcome = try journal.close(step: state.step, of: schedule.stepCount) { folder in
      try state.save(with: models, optimizers, to: folder)
    }
    guard outcome == .finished else { return outcome }
  }
  return .finished
}
