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

/// Moves a policy to those of its own completions that did better than others of the same prompt.
///
/// GRPO, Shao et al. 2024 (arXiv:2402.03300), algorithm 1, DAPO, Yu et al. 2025 (arXiv:2503.14476),
/// RLOO, Ahmadian et al. 2024 (arXiv:2402.14740), REINFORCE++, Hu et al. 2025 (arXiv:2501.03262), and
/// ReMax, Li et al. 2023 (arXiv:2310.10505), are this loop with other advantages, ratios and places
/// for KL; no critic is needed, as other completions say what was to be expected:
///
///     for each batch of prompts x:
///       1. sample k completions y₁ … yₖ of each from π, with log π(yₜ); for ReMax the likeliest
///       2. score r(x, yᵢ); in DAPO, where all rᵢ of an x are equal, the next x takes its place
///       3. find the advantage of each over its group, the rollout or the likeliest completion,
///          after a missing end and, in RLOO, REINFORCE++ and ReMax, KL to π₀ are paid for
///       4. for each epoch, for each mini-batch of the rollout:
///            step π against the surrogate, in GRPO with β·KL to π₀ added
///       5. record what happened
///
/// The sampler is the policy itself: at the first update every ratio is 1.
///
/// - Parameters:
///   - policy: π; starts as the SFT model.
///   - reference: π₀, a copy of the SFT model, whose weights are not touched; nil where KL costs
///     nothing and is not watched.
///   - reward: r.
///   - seed: Fixes the order of prompts, what is sampled and the mini-batches.
///   - observing: Gets each rollout's episodes and scores, as for a log of samples.
/// - Precondition: There is a reference where `klCoefficient` is not 0.
@discardableResult
public func trainOnGroups(
  _ policy: LanguageModel, from reference: LanguageModel?, rewardedBy reward: any Reward,
  on prompts: [TokenizedPrompt], _ tokenizer: Tokenizer, _ configuration: GroupConfiguration,
  seed: UInt64, recordingIn journal: Journal = Journal(),
  observing: (_ step: Int, [Episode], [Double]) throws -> Void = { _, _, _ in }
) throws -> LoopOutcome {
  precondition(
    reference != nil || configuration.klCoefficient == 0,
    "KL costs \(configuration.klCoefficient), and there is no reference")
  guard !prompts.isEmpty else { throw TrainingError.noRows("prompts") }
  reference?.parameters.freeze()
  let settings = configuration.optimization
  let schedule = BatchSchedule(rowCount: prompts.count, settings, seed: seed)
  let updatesPerRollout = configuration.updateEpochs * configuration.miniBatches
  let optimizer = ScheduledOptimizer(
    policy.parameters, settings, stepCount: schedule.stepCount * updatesPerRollout)
  let generator = Generator(seed: derivedSeed(seed, "sampling"), on: policy.device)
  let sampler = GroupSampler(
    policy: policy, reward: reward, configuration: configuration, generator: generator,
    tokenizer: tokenizer)
  let passes = EndlessPasses(over: prompts.count, seed: seed, shuffles: settings.shuffles)
  var state = try journal.resume(policy, optimizer)
  if !state.generatorState.isEmpty { generator.state = [UInt8](state.generatorState) }

  for step in state.step..<schedule.stepCount {
    // 1., 2. Some completions of each prompt, side by side, and their scores.
    let drawn =
      configuration.dynamicSampling == 0
      ? try sampler.groups(of: schedule.rows(at: step).map { prompts[$0] })
      : try sampler.unequalGroups(of: prompts, passes, after: &state.drawnPromptCount)
    let context = StepContext(
      step: step + 1, rows: drawn.prompts.compactMap(\.prompt.source),
      checkpoint: journal.lastCheckpoint())
    try observing(step + 1, drawn.episodes, Array(drawn.scores.totals.prefix(drawn.episodes.count)))

    // 3. What those are worth, and the advantages. Where the sampler rounds, log π is taken from the
    //    graph that is trained.
    let rollout = evaluated(
      drawn.shaped(by: configuration.rewardShaping, &state.scoreMoments),
      sampled: configuration.sampling.isExact(in: settings) ? drawn.sampled : nil,
      by: policy, reference, configuration)

    // 4. The updates.
    var averages = Averages()
    for epoch in 0..<configuration.updateEpochs {
      let parts = miniBatches(
        of: drawn.episodes.count, into: configuration.miniBatches, seed: seed, rollout: step,
        epoch: epoch
      )
      for (index, part) in parts.enumerated() {
        let loss = update(
          policy, on: rollout, rows: part, isFirst: epoch == 0 && index == 0, configuration,
          &averages)
        try context.checkFinite(loss, "the loss")
        let number = step * updatesPerRollout + epoch * configuration.miniBatches + index
        averages.add("grad_norm", try optimizer.step(at: number, context), over: 1)
      }
    }

    // 5. The record.
    state.seenTokenCount += drawn.tokenCount
    var metrics = averages.means.merging(rollout.metrics(configuration)) { $1 }
    metrics.merge(drawn.metrics) { $1 }
    metrics["learning_rate"] = optimizer.learningRate(at: step * updatesPerRollout)
    metrics["epoch"] =
      state.drawnPromptCount.map { Double($0) / Double(prompts.count) }
      ?? schedule.epoch(after: step + 1)
    metrics["num_tokens"] = Double(state.seenTokenCount)
    state.step = step + 1
    state.generatorState = Data(generator.state)
    try journal.record(metrics, state.step)
    let outcome = try journal.close(step: state.step, of: schedule.stepCount) { folder in
      try state.save(with: policy, optimizer, to: folder)
    }
    guard outcome == .finished else { return outcome }
  }
  return .finished
}
