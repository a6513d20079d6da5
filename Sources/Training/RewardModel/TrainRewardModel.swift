public import Batches
public import Models
import Objectives
import Scoring
import Torch

/// Trains a reward model to predict which completion people prefer.
///
/// Step 2 of Ouyang et al. 2022 (arXiv:2203.02155), §3.5, equation 1:
///
///     for each batch of (x, y₁ … y_K, ranks):
///       1. find r(x, y) of every completion, once
///       2. take the mean over rankings of the mean over their pairs of −log σ(r₊ − r₋),
///          or over their choices by Plackett and Luce
///       3. step the model against its gradient
///       4. record what happened
///
/// - Parameters:
///   - rankings: Those with nothing but ties are left out, unless ties are learned from.
///   - seed: Fixes the order of rows.
@discardableResult
public func trainRewardModel(
  _ model: ScalarModel, on rankings: [TokenizedRanking],
  _ configuration: RewardModelConfiguration, seed: UInt64,
  recordingIn journal: Journal = Journal()
) throws -> LoopOutcome {
  let rankings = rankings.filter(configuration.learns)
  guard !rankings.isEmpty else { throw TrainingError.noRows("rankings with a preference") }
  let settings = configuration.optimization
  let schedule = BatchSchedule(rowCount: rankings.count, settings, seed: seed)
  let optimizer = ScheduledOptimizer(model.parameters, settings, stepCount: schedule.stepCount)
  var state = try journal.resume(model, optimizer)

  for step in state.step..<schedule.stepCount {
    let rows = schedule.rows(at: step).map { rankings[$0] }
    let context = StepContext(
      step: step + 1, rows: rows.compactMap { $0.sequences.first?.source },
      checkpoint: journal.lastCheckpoint())
    var averages = Averages()

    model.parameters.beginDropout(seed, step: step)
    for part in rows.chunked(by: settings.rowsPerPass) {
      let batch = RankingBatch(part, learnsTies: configuration.learnsTies, on: model.device)

      // 1. One reward for each completion. `[completions]`
      let rewards = model.rewards(of: batch.sequences, precision: settings.precision.dtype)

      // 2. The mean over the whole step: each micro-batch adds its share.
      let losses = configuration.losses(rewards, part, batch)
      let winners = rewards.rows(at: batch.winners)
      let losers = rewards.rows(at: batch.losers)
      let centering =
        batch.weights
        * centeringPenalty(chosenRewards: winners, rejectedRewards: losers)
      let total = losses.sum() + configuration.centeringCoefficient * centering.sum()
      (total / Double(rows.count)).backward()
      averages.add("loss", total.value, over: part.count)
      let preferences = 0..<batch.preferenceCount
      averages.add(
        winners: winners.slice(preferences, along: 0), losers: losers.slice(preferences, along: 0))
      averages.add("mean_reward", rewards.floats)
      state.seenTokenCount += batch.sequences.tokenCount
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

extension RewardModelConfiguration {
  /// The loss of each pair or choice, weighed so that a ranking's add up to its mean.
  fileprivate func losses(
    _ rewards: Tensor, _ rankings: [TokenizedRanking], _ batch: RankingBatch
  ) -> Tensor {
    switch objective {
    case .bradleyTerry:
      return bradleyTerryLoss(
        rewards: rewards, pairs: (batch.winners, batch.losers), weights: batch.weights,
        margins: usesMargins ? batch.margins : nil)
    case .plackettLuce:
      let choices = ChoiceBatch(rankings, learnsTies: learnsTies, on: rewards.device)
      return plackettLuceLoss(
        rewards: rewards, chosen: choices.chosen, isLeft: choices.isLeft, weights: choices.weights)
    }
  }
}

extension Averages {
  /// Adds how often, and by how much, the better completion has the higher reward.
  fileprivate mutating func add(winners: Tensor, losers: Tensor) {
    let isRight = isRankedCorrectly(chosenRewards: winners, rejectedRewards: losers)
    add("accuracy", isRight.floats)
    add("margin", (winners - losers).floats)
  }
}
