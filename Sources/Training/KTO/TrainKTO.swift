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
///       1. estimate z = KL(π ‖ π₀) from prompts with the completions of others; for BCO, z = δ / β
///          from the rewards so far
///       2. find r = log π(y|x) − log π₀(y|x)
///       3. take the mean of what each completion falls short of
///       4. step the policy against its gradient
///       5. record what happened
///
/// z is that of the whole batch, however it is split, and gets no gradient.
///
/// - Parameters:
///   - policy: Starts as the SFT model.
///   - reference: π₀, a copy of the SFT model; its weights are not touched. Nil where its answers are
///     known.
///   - known: What π₀ says of all `sequencesToJudge`, where that was found before.
///   - seed: Fixes the order of rows.
@discardableResult
public func trainKTO(
  _ policy: LanguageModel, from reference: LanguageModel?,
  knowing known: ReferenceLogProbabilities? = nil, on completions: [JudgedSequence],
  _ configuration: KTOConfiguration, seed: UInt64, recordingIn journal: Journal = Journal()
) throws -> LoopOutcome {
  let frozen = FrozenModel(reference, known, configuration.optimization.precision)
  guard !completions.isEmpty else { throw TrainingError.noRows("judged completions") }
  let settings = configuration.optimization
  let schedule = BatchSchedule(rowCount: completions.count, settings, seed: seed)
  let optimizer = ScheduledOptimizer(policy.parameters, settings, stepCount: schedule.stepCount)
  reference?.parameters.freeze()
  var state = try journal.resume(policy, optimizer)

  for step in state.step..<schedule.stepCount {
    let rows = schedule.rows(at: step).map { completions[$0] }
    let context = StepContext(
      step: step + 1, rows: rows.compactMap(\.sequence.source),
      checkpoint: journal.lastCheckpoint())
    var averages = Averages()

    // 1. The reference point of the whole step.
    let point = configuration.referencePoint(
      of: policy, from: frozen, rows.map(\.sequence), &state.rewards)
    averages.add(configuration.loss.pointName, configuration.shown(point), over: 1)

    policy.parameters.beginDropout(seed, step: step)
    addGradients(
      of: rows, rowsPerPass: settings.rowsPerPass, to: policy.parameters, &averages,
      size: \.sequence.tokens.count
    ) { part, averages in
      // 2. Both models.
      let batch = SequenceBatch(part.map(\.sequence), on: policy.device)
      let found = policy.logProbabilities(of: batch, precision: settings.precision.dtype)
      let logRatios = found.ofSequences - frozen.sums(of: part.map(\.sequence), on: policy.device)

      // 3. The mean over the whole step: each micro-batch adds its share.
      let losses = configuration.loss.losses(
        logRatios: logRatios,
        isDesirable: Tensor(part.map(\.isDesirable), on: policy.device), referencePoint: point,
        beta: configuration.beta,
        weights: (configuration.desirableWeight, configuration.undesirableWeight))
      (losses.sum() / Double(rows.count)).backward()
      averages.add("loss", losses.floats)
      averages.add(found, part, rewards: (configuration.beta * logRatios).floats)
    }
    state.seenTokenCount += rows.reduce(0) { $0 + $1.sequence.tokens.count }
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
