public import Batches
public import Models
import Objectives
import Scoring
import Torch

/// Trains a reward model to tell right steps of a completion from wrong ones.
///
/// Process supervision, Lightman et al. 2023 (arXiv:2305.20050):
///
///     for each batch of (x, steps y₁ … y_n, whether each is right):
///       1. find the score at the end of each step, in one pass
///       2. take the mean over all steps of the batch of −log σ(±r)
///       3. step the model against its gradient
///       4. record what happened
///
/// - Parameter seed: Fixes the order of rows.
@discardableResult
public func trainStepwiseRewardModel(
  _ model: ScalarModel, on completions: [StepwiseSequence],
  _ configuration: RewardModelConfiguration, seed: UInt64,
  recordingIn journal: Journal = Journal()
) throws -> LoopOutcome {
  precondition(model.headCount == 1, "\(model.headCount) heads, and 1 is due")
  guard !completions.isEmpty else { throw TrainingError.noRows("completions in steps") }
  let settings = configuration.optimization
  let schedule = BatchSchedule(rowCount: completions.count, settings, seed: seed)
  let optimizer = ScheduledOptimizer(model.parameters, settings, stepCount: schedule.stepCount)
  var state = try journal.resume(model, optimizer)
  model.configuration.rewardHeads.stepSeparator = configuration.stepSeparator

  for step in state.step..<schedule.stepCount {
    let rows = schedule.rows(at: step).map { completions[$0] }
    let labelCount = rows.reduce(0) { $0 + $1.labels.count }
    let context = StepContext(
      step: step + 1, rows: rows.compactMap(\.sequence.source),
      checkpoint: journal.lastCheckpoint())
    var averages = Averages()

    model.parameters.beginDropout(seed, step: step)
    for part in rows.chunked(by: settings.rowsPerPass) {
      // 1. The score at the end of each step. `[steps]`
      let batch = SequenceBatch(part.map(\.sequence), on: model.device)
      let scores = model.scores(
        of: batch, at: part.map(\.ends), precision: settings.precision.dtype)

      // 2. The mean over all steps: each micro-batch adds its share.
      let labels = part.flatMap(\.labels)
      let losses = stepLoss(scores: scores, isRight: Tensor(labels, on: model.device))
      (losses.sum() / Double(labelCount)).backward()
      averages.add("loss", losses.floats)
      averages.add(stepScores: scores.floats, labels)
      state.seenTokenCount += batch.tokenCount
    }

    // 3. The step.
    model.parameters.endDropout()
    try context.checkFinite(averages["loss"], "the loss")
    let norm = try optimizer.step(at: step, context)

    // 4. The record.
    let outcome = try journal.conclude(
      &state, averages, gradientNorm: norm, optimizer, schedule
    ) { state, folder in
      try state.save(with: model, optimizer, to: folder)
    }
    guard outcome == .finished else { return outcome }
  }
  return .finished
}

/// Measures how well a model tells right steps from wrong ones.
///
/// - Returns: `loss`, `accuracy`, and the latter of right and of wrong steps alone.
public func stepwiseMetrics(
  of model: ScalarModel, on completions: [StepwiseSequence],
  _ configuration: RewardModelConfiguration
) -> [String: Double] {
  var averages = Averages()
  withoutGradients {
    for part in completions.chunked(by: configuration.optimization.rowsPerPass) {
      let batch = SequenceBatch(part.map(\.sequence), on: model.device)
      let scores = model.scores(
        of: batch, at: part.map(\.ends), precision: configuration.optimization.precision.dtype)
      let labels = part.flatMap(\.labels)
      averages.add(
        "loss", stepLoss(scores: scores, isRight: Tensor(labels, on: model.device)).floats)
      averages.add(stepScores: scores.floats, labels)
    }
  }
  return averages.means
}

extension Averages {
  /// Adds how often the score of a step has the sign of its label.
  fileprivate mutating func add(stepScores: [Float], _ labels: [Bool]) {
    add("mean_reward", stepScores)
    for (score, isRight) in zip(stepScores, labels) {
      let hit: Float = (score > 0) == isRight ? 1 : 0
      add("accuracy", [hit])
      add(isRight ? "accuracy/right" : "accuracy/wrong", [hit])
    }
  }
}
