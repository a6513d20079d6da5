public import Batches
import Datasets
import Foundation
public import Models
import NeuralNetworks
import Runs
public import Scoring
public import Tokenizers
import Torch

/// Trains a policy on comparisons of what it writes itself.
///
/// Online DPO, Guo et al. 2024 (arXiv:2402.04792): direct preference optimization, in any of its
/// forms, on pairs that the policy of now has sampled and a judge has just compared:
///
///     for each batch of prompts x:
///       1. sample two completions y₁, y₂ of each from π
///       2. let the judge say which is better; where neither is, there is no pair
///       3. step the policy against the mean loss of the pairs          (as `trainDPO`)
///       4. record what happened
///
/// - Parameters:
///   - policy: π; starts as the SFT model.
///   - reference: π₀, a copy of the SFT model; its weights are not touched. Nil where
///     `dpo.referenceFree` is set.
///   - judge: Who compares.
///   - seed: Fixes the order of prompts and what is sampled.
///   - observing: Gets each step's completions, those of a prompt side by side, and their scores;
///     no scores from a judge of pairs.
/// - Precondition: There is no penalty for a missing end where a judge of pairs compares.
@discardableResult
public func trainOnlineDPO(
  _ policy: LanguageModel, from reference: LanguageModel?, comparedBy judge: OnlineJudge,
  on prompts: [TokenizedPrompt], _ tokenizer: Tokenizer, _ configuration: OnlineDPOConfiguration,
  seed: UInt64, recordingIn journal: Journal = Journal(),
  observing: (_ step: Int, [Episode], [Double]) throws -> Void = { _, _, _ in }
) throws -> LoopOutcome {
  precondition(
    (reference == nil) == configuration.dpo.referenceFree,
    "a reference, or `referenceFree`, and not both")
  guard !prompts.isEmpty else { throw TrainingError.noRows("prompts") }
  reference?.parameters.freeze()
  let schedule = BatchSchedule(
    rowCount: prompts.count, configuration.dpo.optimization, seed: seed)
  let optimizer = ScheduledOptimizer(
    policy.parameters, configuration.dpo.optimization, stepCount: schedule.stepCount)
  let generator = Generator(seed: derivedSeed(seed, "sampling"), on: policy.device)
  var state = try journal.resume(policy, optimizer)
  if !state.generatorState.isEmpty { generator.state = [UInt8](state.generatorState) }

  for step in state.step..<schedule.stepCount {
    let rows = schedule.rows(at: step).map { prompts[$0] }
    let context = StepContext(
      step: step + 1, rows: rows.compactMap(\.prompt.source), checkpoint: journal.lastCheckpoint())
    var averages = Averages()

    // 1. Two completions of each prompt, side by side.
    let episodes = try sampleEpisodes(
      from: policy, rows.flatMap { [$0, $0] }, configuration.sampling, using: generator, tokenizer
    ).episodes

    // 2. Which of them is better.
    let judged = try judge.compared(episodes, penalty: configuration.missingEndPenalty)
    try observing(step + 1, episodes, judged.scores?.totals ?? [])
    averages.add(judged, episodes)

    // 3. The step; without a pair there is nothing to learn.
    var norm = 0.0
    if !judged.pairs.isEmpty {
      update(policy, from: reference, on: judged.pairs, configuration.dpo, &averages)
      try context.checkFinite(averages["loss"], "the loss")
      norm = try optimizer.step(at: step, context)
    }

    // 4. The record.
    state.seenTokenCount += episodes.tokenCount
    state.generatorState = Data(generator.state)
    let outcome = try journal.conclude(
      &state, averages, gradientNorm: norm, optimizer, schedule
    ) { state, folder in
      try state.save(with: policy, optimizer, to: folder)
    }
    guard outcome == .finished else { return outcome }
  }
  return .finished
}
