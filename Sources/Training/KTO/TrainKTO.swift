public import Batches
public import Models
import NeuralNetworks
import Objectives
import Scoring
import Torch

/// Trains `policy` on completions that people found good or bad, one by one.
///
/// Kahneman–Tversky optimization, Ethayarajh et al. 2024 (arXiv:2402.01306):
///
///     for each batch of (x, y, good or bad):
///       1. estimate z = KL(π ‖ π₀) from prompts with the completions of others
///       2. find r = log π(y|x) − log π₀(y|x)
///       3. take the mean of what each completion falls short of
///       4. step the policy against its gradient
///       5. record what happened
///
/// z is that of the whole batch, however it is split, and gets no gradient.
///
/// - Parameters:
///   - policy: Starts as the SFT model.
///   - reference: π₀, a copy of the SFT model; its weights are not touched.
///   - seed: Fixes the order of rows.
@discardableResult
public func trainKTO(
  _ policy: LanguageModel, from reference: LanguageModel, on completions: [JudgedSequence],
  _ configuration: KTOConfiguration, seed: UInt64, recordingIn journal: Journal = Journal()
) throws -> LoopOutcome {
  guard !completions.isEmpty else { throw TrainingError.noRows("judged completions") }
  let settings = configuration.optimization
  let schedule = BatchSchedule(rowCount: completions.count, settings, seed: seed)
  let optimizer = ScheduledOptimizer(policy.parameters, settings, stepCount: schedule.stepCount)
  reference.parameters.freeze()
  var state = try journal.resume(policy, optimizer)

  for step in state.step..<schedule.stepCount {
    let rows = schedule.rows(at: step).map { completions[$0] }
    let context = StepContext(
      step: step + 1, rows: rows.compactMap(\.sequence.source),
      checkpoint: journal.lastCheckpoint())
    var averages = Averages()

    // 1. The reference point of the whole step.
    let kl = configuration.referencePoint(of: policy, from: reference, rows.map(\.sequence))
    averages.add("kl", kl, over: 1)

    policy.parameters.beginDropout(seed, step: step)
    for part in rows.chunked(by: settings.rowsPerPass) {
      // 2. Both models.
      let batch = SequenceBatch(part.map(\.sequence), on: policy.device)
      let found = policy.logProbabilities(of: batch, precision: settings.precision.dtype)
      let initial = withoutGradients {
        reference.logProbabilities(of: batch, precision: settings.precision.dtype).ofSequences
      }
      let logRatios = found.ofSequences - initial

      // 3. The mean over the whole step: each micro-batch adds its share.
      let losses = configuration.loss.losses(
        logRatios: logRatios,
        isDesirable: Tensor(part.map(\.isDesirable), on: policy.device), referencePoint: kl,
        beta: configuration.beta,
        weights: (configuration.desirableWeight, configuration.undesirableWeight))
      (losses.sum() / Double(rows.count)).backward()
      averages.add("loss", losses.floats)
      averages.add(found, part, rewards: (configuration.beta * logRatios).floats)
      state.seenTokenCount += batch.tokenCount
    }
    averages.addMargin()

    // 4. The step.
    policy.parameters.endDropout()
    try context.checkFinite(averages["loss"], "the loss")
    let norm = try optimizer.step(at: step, context)

    // 5. The record.
    let outcome = try journal.conclude(
      &state, averages, gradientNorm: norm, optimizer, schedule
    ) { state, folder in
      try state.save(with: policy, optimizer, to: folder)
    }
    guard outcome == .finished else { return outcome }
  }
  return .finished
}

extension KTOConfiguration {
  /// Estimates the KL of the policy: the mean log ratio of completions to prompts that are not
  /// theirs, at least 0, in nats.
  ///
  /// The last batch of an epoch may have a single row, which has no other: then it is 0.
  func referencePoint(
    of policy: LanguageModel, from reference: LanguageModel, _ rows: [TokenizedSequence]
  ) -> Double {
    guard loss == .kto, rows.count > 1 else { return 0 }
    let precision = optimization.precision.dtype
    let sum = withoutGradients {
      mismatched(rows).chunked(by: optimization.rowsPerPass).reduce(0.0) { sum, part in
        let batch = SequenceBatch(part, on: policy.device)
        let found = policy.logProbabilities(of: batch, precision: precision).values.sum().value
        let initial = reference.logProbabilities(of: batch, precision: precision).values.sum()
        return sum + found - initial.value
      }
    }
    return max(0, sum / Double(rows.count))
  }
}

extension Averages {
  /// Adds the metrics of TRL's KTO trainer.
  fileprivate mutating func add(
    _ found: CompletionLogProbabilities, _ rows: [JudgedSequence], rewards: [Float]
  ) {
    let sums = found.ofSequences.floats
    for (index, row) in rows.enumerated() {
      let kind = row.isDesirable ? "chosen" : "rejected"
      add("rewards/\(kind)", [rewards[index]])
      add("logps/\(kind)", [sums[index]])
    }
    add("entropy", found.entropies.sum().value, over: found.tokenCount)
    add("mean_token_accuracy", found.isBest.sum().value, over: found.tokenCount)
  }

  /// Adds by how much good completions lead, where the step had both kinds.
  fileprivate mutating func addMargin() {
    guard let chosen = means["rewards/chosen"], let rejected = means["rewards/rejected"] else {
      return
    }
    add("rewards/margins", chosen - rejected, over: 1)
  }
}
