public import Batches
public import Models
import NeuralNetworks
import Objectives
import Scoring
import Torch

/// Trains `policy` on pairs that people compared.
///
/// Direct preference optimization, Rafailov et al. 2023 (arXiv:2305.18290), §4, and its relatives,
/// which ask something else of a pair:
///
///     for each batch of (x, y₊, y₋):
///       1. find log π(y|x) under the policy, and under the frozen reference π₀
///       2. take the mean of the loss of each pair                    (DPO: eq. 7)
///       3. step the policy against its gradient
///       4. record what happened
///
/// All pairs of one judgement are in one batch, as in Ouyang et al. 2022 (arXiv:2203.02155), §3.5.
///
/// - Parameters:
///   - policy: Starts as the SFT model.
///   - reference: π₀, a copy of the SFT model; its weights are not touched. Nil where
///     `referenceFree` is set, or its answers are known.
///   - known: What π₀ says of all pairs, where that was found before.
///   - seed: Fixes the order of rows.
@discardableResult
public func trainDPO(
  _ policy: LanguageModel, from reference: LanguageModel?,
  knowing known: ReferenceLogProbabilities? = nil, on pairs: [TokenizedComparison],
  _ configuration: DPOConfiguration, seed: UInt64, recordingIn journal: Journal = Journal()
) throws -> LoopOutcome {
  precondition(
    (reference == nil && known == nil) == configuration.referenceFree,
    "a reference, or `referenceFree`, and not both")
  guard !pairs.isEmpty else { throw TrainingError.noRows("comparisons") }
  let schedule = configuration.schedule(of: pairs, seed: seed)
  let optimizer = ScheduledOptimizer(
    policy.parameters, configuration.optimization, stepCount: schedule.stepCount)
  reference?.parameters.freeze()
  var state = try journal.resume(policy, optimizer)

  for step in state.step..<schedule.stepCount {
    let rows = schedule.rows(at: step).map { pairs[$0] }
    let context = StepContext(
      step: step + 1, rows: rows.compactMap(\.chosen.source), checkpoint: journal.lastCheckpoint())
    var averages = Averages()

    // 1. and 2. Both models, both completions, in micro-batches that add up to the step.
    policy.parameters.beginDropout(seed, step: step)
    state.seenTokenCount += update(
      policy, from: reference, knowing: known, on: rows, configuration, &averages)
    policy.parameters.endDropout()
    try context.checkFinite(averages["loss"], "the loss")

    // 3. The step.
    let norm = try optimizer.step(at: step, context)

    // 4. The record.
    let outcome = try journal.conclude(
      &state, averages, gradientNorm: norm, optimizer, schedule
    ) { state, folder in
      try state.save(with: policy, optimizer, to: folder)
    }
    guard outcome == .finished else { return outcome }
  }
  return .finished
}
