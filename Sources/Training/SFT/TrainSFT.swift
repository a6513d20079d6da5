public import Batches
import Foundation
public import Models
import Objectives
import Scoring
import Torch

/// Fine-tunes a policy on demonstrations.
///
/// Step 1 of Ouyang et al. 2022 (arXiv:2203.02155), §3.1: maximum likelihood of the completions.
///
///     for each batch of (x, y):
///       1. find log π(yₜ | x, y₍<t₎) of each token of the completions
///       2. take the mean of their negatives over all tokens of the batch
///       3. step the policy against its gradient
///       4. record what happened
///
/// - Parameters:
///   - sequences: Demonstrations as ids; those without a token to learn are refused.
///   - seed: Fixes the order of rows.
/// - Returns: Whether all steps were made.
/// - Throws: `TrainingError.notFinite`, and what the journal throws.
@discardableResult
public func trainSFT(
  _ policy: LanguageModel, on sequences: [TokenizedSequence], _ configuration: SFTConfiguration,
  seed: UInt64, recordingIn journal: Journal = Journal()
) throws -> LoopOutcome {
  guard !sequences.isEmpty else { throw TrainingError.noRows("demonstrations") }
  let settings = configuration.optimization
  let schedule = BatchSchedule(rowCount: sequences.count, settings, seed: seed)
  let optimizer = ScheduledOptimizer(policy.parameters, settings, stepCount: schedule.stepCount)
  var state = try journal.resume(policy, optimizer)

  for step in state.step..<schedule.stepCount {
    let rows = schedule.rows(at: step).map { sequences[$0] }
    let tokenCount = rows.reduce(0) { $0 + $1.learnedTokenCount }
    let context = StepContext(
      step: step + 1, rows: rows.compactMap(\.source), checkpoint: journal.lastCheckpoint())
    var averages = Averages()

    policy.parameters.beginDropout(seed, step: step)
    addGradients(
      of: rows, rowsPerPass: settings.rowsPerPass, to: policy.parameters, &averages,
      size: \.tokens.count
    ) { part, averages in
      let batch = SequenceBatch(part, on: policy.device)
      // 1. Every token of the completions. `[batch, time]`
      let found = policy.logProbabilities(of: batch, precision: settings.precision.dtype)

      // 2. The mean over the whole step: each micro-batch adds its share.
      let total = crossEntropySum(of: found.values)
      (total / Double(tokenCount)).backward()
      averages.add("loss", total.value, over: found.tokenCount)
      averages.add("entropy", found.entropies.sum().value, over: found.tokenCount)
      averages.add("mean_token_accuracy", found.isBest.sum().value, over: found.tokenCount)
    }
    state.seenTokenCount += rows.reduce(0) { $0 + $1.tokens.count }

    // 3. The step.
    policy.parameters.endDropout()
    try context.checkFinite(averages["loss"], "the loss")
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

extension TokenizedSequence {
  /// How many tokens of the completion have a token before them to be predicted from.
  var learnedTokenCount: Int { tokens.count - max(1, completionStart) }
}
