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
///          or over their choices by Plackett and Luce; of several heads, the mean of that
///       3. step the model against its gradient
///       4. record what happened
///
/// - Parameters:
///   - model: With as many heads as the configuration's `trainedHeadCount`.
///   - rankings: Those with nothing but ties are left out, unless ties are learned from.
///   - seed: Fixes the order of rows, and which of them each head learns from.
@discardableResult
public func trainRewardModel(
  _ model: ScalarModel, on rankings: [TokenizedRanking],
  _ configuration: RewardModelConfiguration, seed: UInt64,
  recordingIn journal: Journal = Journal()
) throws -> LoopOutcome {
  precondition(
    model.headCount == configuration.trainedHeadCount,
    "\(model.headCount) heads, and \(configuration.trainedHeadCount) are due")
  precondition(configuration.objective != .stepwise, "rankings have no steps")
  let rankings = rankings.filter(configuration.learns)
  guard !rankings.isEmpty else { throw TrainingError.noRows("rankings with a preference") }
  try configuration.refuseProbabilities(in: rankings)
  let settings = configuration.optimization
  let schedule = BatchSchedule(rowCount: rankings.count, settings, seed: seed)
  let optimizer = ScheduledOptimizer(model.parameters, settings, stepCount: schedule.stepCount)
  let samples = HeadSamples(
    configuration.headRows, rowCount: rankings.count, headCount: model.headCount, seed: seed)
  var state = try journal.resume(model, optimizer)

  for step in state.step..<schedule.stepCount {
    let rows = schedule.rows(at: step)
    let context = StepContext(
      step: step + 1, rows: rows.compactMap { rankings[$0].sequences.first?.source },
      checkpoint: journal.lastCheckpoint())
    var averages = Averages()

    model.parameters.beginDropout(seed, step: step)
    addGradients(
      of: rows, rowsPerPass: settings.rowsPerPass, to: model.parameters,
      splitting: configuration.sumsOverRankings, &averages, size: { rankings[$0].tokenCount }
    ) { places, averages in
      let part = places.map { rankings[$0] }
      let batch = RankingBatch(part, learnsTies: configuration.learnsTies, on: model.device)

      // 1. One reward of each head for each completion. `[completions, heads]`
      let rewards = model.headRewards(of: batch.sequences, precision: settings.precision.dtype)

      // 2. The mean over the whole step: each micro-batch adds its share.
      var total = configuration.loss(rewards, part, places, batch, samples)
      if let penalty = configuration.lengthPenalty(
        rewards, batch, model, part.flatMap(\.sequences), &averages)
      {
        total = total + penalty * Double(part.count)
      }
      (total / Double(rows.count)).backward()
      averages.add("loss", total.value, over: part.count)
      averages.add(rewards.detached(), batch, configuration)
    }
    state.seenTokenCount += rows.reduce(0) { $0 + rankings[$1].tokenCount }

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

extension TokenizedRanking {
  /// The tokens of all its sequences.
  fileprivate var tokenCount: Int { sequences.reduce(0) { $0 + $1.tokens.count } }
}

extension RewardModelConfiguration {
  /// Whether the loss of rankings is a sum over them: ODIN correlates all texts of a batch.
  fileprivate var sumsOverRankings: Bool { lengthDebiasing != .odin }

  /// Refuses preferences with a probability where rankings are learned as choices.
  fileprivate func refuseProbabilities(in rankings: [TokenizedRanking]) throws {
    guard objective == .plackettLuce,
      let ranking = rankings.first(where: { $0.pairs.contains { $0.probability != nil } })
    else { return }
    throw TrainingError.probabilityInChoices(ranking.sequences.first?.source)
  }
}

extension Averages {
  /// Adds how often, and by how much, the better completion has the higher reward, and of an ensemble
  /// how far its heads agree.
  fileprivate mutating func add(
    _ heads: Tensor, _ batch: RankingBatch, _ configuration: RewardModelConfiguration
  ) {
    // Of ODIN's heads the first stays, of an ensemble's all.
    let rewards =
      configuration.lengthDebiasing == .odin ? heads.select(0, along: 1) : heads.mean(along: 1)
    add("mean_reward", rewards.floats)
    let preferences = 0..<batch.preferenceCount
    let winners = batch.winners.slice(preferences, along: 0)
    let losers = batch.losers.slice(preferences, along: 0)
    let (chosen, rejected) = (rewards.rows(at: winners), rewards.rows(at: losers))
    add("accuracy", isRankedCorrectly(chosenRewards: chosen, rejectedRewards: rejected).floats)
    add("margin", (chosen - rejected).floats)
    if configuration.heads > 1 { add(margins: heads.rows(at: winners) - heads.rows(at: losers)) }
  }

  /// Adds how far heads agree on how much better the better one is.
  ///
  /// - Parameter margins: `[pairs, heads]`
  private mutating func add(margins: Tensor) {
    let mean = margins.mean(along: 1, keepingDimension: true)
    let deviations = (margins - mean).squared().mean(along: 1).squareRoot()
    add("ensemble/margin_deviation", deviations.floats)
    let share = (margins .> 0).to(.float32).mean(along: 1)
    add("ensemble/head_accuracy", share.floats)
    add("ensemble/disagreement", share.floats.map { $0 > 0 && $0 < 1 ? 1 : 0 })
  }
}
