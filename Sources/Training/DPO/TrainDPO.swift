public import Batches
public import Models
import NeuralNetworks
import Objectives
import Scoring
import Torch

/// Trains `policy` on pairs that people compared.
///
/// Direct preference optimization, Rafailov et al. 2023 (arXiv:2305.18290), §4:
///
///     for each batch of (x, y₊, y₋):
///       1. find log π(y|x) under the policy, and under the frozen reference π₀
///       2. take the mean of the loss of each pair                    (eq. 7)
///       3. step the policy against its gradient
///       4. record what happened
///
/// All pairs of one judgement are in one batch, as in Ouyang et al. 2022 (arXiv:2203.02155), §3.5.
///
/// - Parameters:
///   - policy: Starts as the SFT model.
///   - reference: π₀, a copy of the SFT model; its weights are not touched.
///   - seed: Fixes the order of rows.
@discardableResult
public func trainDPO(
  _ policy: LanguageModel, from reference: LanguageModel, on pairs: [TokenizedComparison],
  _ configuration: DPOConfiguration, seed: UInt64, recordingIn journal: Journal = Journal()
) throws -> LoopOutcome {
  guard !pairs.isEmpty else { throw TrainingError.noRows("comparisons") }
  let settings = configuration.optimization
  let schedule = configuration.schedule(of: pairs, seed: seed)
  let optimizer = ScheduledOptimizer(policy.parameters, settings, stepCount: schedule.stepCount)
  reference.parameters.freeze()
  var state = try journal.resume(policy, optimizer)

  for step in state.step..<schedule.stepCount {
    let rows = schedule.rows(at: step).map { pairs[$0] }
    let context = StepContext(
      step: step + 1, rows: rows.compactMap(\.chosen.source), checkpoint: journal.lastCheckpoint())
    var averages = Averages()

    for part in rows.chunked(by: settings.rowsPerPass) {
      let batch = SequenceBatch(part.map(\.chosen) + part.map(\.rejected), on: policy.device)

      // 1. Both models, both completions. `[pairs]` each.
      let found = policy.logProbabilities(of: batch, precision: settings.precision.dtype)
      let initial = withoutGradients {
        reference.logProbabilities(of: batch, precision: settings.precision.dtype)
      }
      let current = PairLogProbabilities(halvesOf: found.ofSequences)
      let start = PairLogProbabilities(halvesOf: initial.ofSequences)

      // 2. The mean over the whole step: each micro-batch adds its share.
      let losses = directPreferenceLoss(
        policy: current, reference: start, beta: configuration.beta,
        flipProbability: configuration.labelSmoothing)
      (losses.sum() / Double(rows.count)).backward()
      averages.add("loss", losses.floats)
      averages.add(found, current, start, beta: configuration.beta)
      state.seenTokenCount += batch.tokenCount
    }

    // 3. The step.
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

extension PairLogProbabilities {
  /// Splits a batch whose first half is the chosen and whose second the rejected completions.
  init(halvesOf logProbabilities: Tensor) {
    let count = logProbabilities.shape1 / 2
    self.init(
      chosen: logProbabilities.slice(0..<count, along: 0),
      rejected: logProbabilities.slice(count..<2 * count, along: 0))
  }
}

extension Averages {
  /// Adds the metrics of TRL's DPO trainer.
  fileprivate mutating func add(
    _ found: CompletionLogProbabilities, _ current: PairLogProbabilities,
    _ start: PairLogProbabilities, beta: Double
  ) {
    let chosen = ((current.chosen - start.chosen) * beta).floats
    let rejected = ((current.rejected - start.rejected) * beta).floats
    add("rewards/chosen", chosen)
    add("rewards/rejected", rejected)
    add("rewards/margins", zip(chosen, rejected).map { $0 - $1 })
    add("rewards/accuracies", zip(chosen, rejected).map { $0 > $1 ? 1 : 0 })
    add("logps/chosen", current.chosen.floats)
    add("logps/rejected", current.rejected.floats)
    add("entropy", found.entropies.sum().value, over: found.tokenCount)
    add("mean_token_accuracy", found.isBest.sum().value, over: found.tokenCount)
  }
}
