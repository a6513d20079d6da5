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
///       2. judge r(x, y), and where there is a cost c, weigh it against r
///       3. find the KL to π₀ and the values V, and from them advantages A and returns R
///       4. for each epoch, for each mini-batch of the rollout:
///            step π against the clipped surrogate, V against its clipped error
///       5. move the prices of KL and cost, and π₀, if they are to move
///       6. record what happened
///
/// The sampler is the policy itself: at the first update every ratio is 1.
///
/// - Parameters:
///   - policy: π; starts as the SFT model.
///   - reference: π₀, a copy of the SFT model; its weights are touched only where it is to move.
///   - critic: V; best started from the reward model.
///   - reward: r.
///   - cost: c, higher is worse; held below a limit as in Dai et al. 2023 (arXiv:2310.12773).
///   - texts: Demonstrations or texts that the policy goes on to learn beside.
///   - seed: Fixes the order of prompts and texts, what is sampled and the mini-batches.
///   - observing: Gets each rollout's episodes and scores, as for a log of samples.
/// - Precondition: There are texts where `ptxCoefficient` is not 0.
@discardableResult
public func trainPPO(
  _ policy: LanguageModel, from reference: LanguageModel, critic: ScalarModel,
  rewardedBy reward: any Reward, costing cost: (any Reward)? = nil,
  on prompts: [TokenizedPrompt], mixing texts: [TokenizedSequence] = [], _ tokenizer: Tokenizer,
  _ configuration: PPOConfiguration, seed: UInt64, recordingIn journal: Journal = Journal(),
  observing: (_ step: Int, [Episode], [Double]) throws -> Void = { _, _, _ in }
) throws -> LoopOutcome {
  precondition(
    configuration.ptxCoefficient == 0 || !texts.isEmpty, "texts have a weight, and there are none")
  guard !prompts.isEmpty else { throw TrainingError.noRows("prompts") }
  try configuration.checkReference(reference, fits: policy)
  let judges = Judges(reward: reward, cost: cost)
  let mix = PretrainingMix(texts, seed: seed)
  let models = ActorsAndCritics(policy: policy, reference: reference, critic: critic)
  reference.parameters.freeze()
  let settings = configuration.optimization
  let schedule = BatchSchedule(rowCount: prompts.count, settings, seed: seed)
  let updatesPerRollout = configuration.updateEpochs * configuration.miniBatches
  let optimizers = PolicyAndCriticOptimizers(
    models, configuration, stepCount: schedule.stepCount * updatesPerRollout)
  let generator = Generator(seed: derivedSeed(seed, "sampling"), on: policy.device)
  var state = try journal.resume(
    models, optimizers, generator, configuration, hasCosts: cost != nil)

  for step in state.step..<schedule.stepCount {
    let rows = schedule.rows(at: step).map { prompts[$0] }
    let context = StepContext(
      step: step + 1, rows: rows.compactMap(\.prompt.source), checkpoint: journal.lastCheckpoint())

    // 1. One completion for each prompt.
    let (episodes, sampled) = try sampleEpisodes(
      from: policy, rows, configuration.sampling, using: generator, tokenizer)

    // 2. What they are worth.
    let judgement = try judges.judgement(of: episodes, configuration, &state)
    try observing(step + 1, episodes, judgement.scores)

    // 3. What each token earned. Where the sampler rounds, log π is taken from the graph that is trained.
    let rollout = evaluated(
      episodes, judgement, sampled: configuration.sampling.isExact(in: settings) ? sampled : nil,
      by: models,
      klCoefficient: state.klCoefficient, configuration)

    // 4. The updates, until the policy is too far from the one that sampled.
    var averages = Averages()
    var updateCount = 0
    let learnsPolicy = step >= configuration.criticWarmup
    updates: for epoch in 0..<configuration.updateEpochs {
      let parts = miniBatches(
        of: episodes.count, into: configuration.miniBatches, seed: seed, rollout: step, epoch: epoch
      )
      for (index, part) in parts.enumerated() {
        let number = step * updatesPerRollout + epoch * configuration.miniBatches + index
        let change = updatePolicy(
          policy, on: rollout, rows: part, learns: learnsPolicy,
          isFirst: epoch == 0 && index == 0, configuration, &averages)
        try context.checkFinite(averages["loss/policy_avg"], "the policy's loss")
        guard !configuration.isTooFar(change) else {
          optimizers.policy.clearGradients()
          break updates
        }
        if learnsPolicy {
          mix.accumulateGradient(
            in: policy, at: number, episodeCount: part.count, configuration, &averages)
          averages.add("grad_norm", try optimizers.policy.step(at: number, context), over: 1)
          updateCount += 1
        }

        // Only now, so that gradients of one model at a time take memory.
        updateCritic(critic, on: rollout, rows: part, configuration, &averages)
        try context.checkFinite(averages["loss/value_avg"], "the critic's loss")
        averages.add("critic/grad_norm", try optimizers.critic.step(at: number, context), over: 1)
      }
    }

    // 5. What moves with the policy.
    let klCoefficient = state.klCoefficient
    configuration.moveReference(reference, to: policy, after: step + 1)
    configuration.movePrices(in: &state, after: rollout)

    // 6. The record.
    state.seenTokenCount += rollout.batch.tokenCount
    var metrics = averages.means.merging(rollout.metrics(klCoefficient)) { $1 }
    metrics.merge(judgement.metrics) { $1 }
    metrics["policy/update_count"] = Double(updateCount)
    metrics["lr"] = optimizers.policy.learningRate(at: step * updatesPerRollout)
    metrics["epoch"] = schedule.epoch(after: step + 1)
    metrics["num_tokens"] = Double(state.seenTokenCount)
    metrics["episode"] = Double(schedule.rowCount(before: step + 1))
    state.step = step + 1
    state.generatorState = Data(generator.state)
    try journal.record(metrics, state.step)
    let outcome = try journal.close(step: state.step, of: schedule.stepCount) { folder in
      try state.save(with: models, optimizers, configuration, to: folder)
    }
    guard outcome == .finished else { return outcome }
  }
  return .finished
}
