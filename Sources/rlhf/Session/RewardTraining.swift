import Batches
import Datasets
import Foundation
import Models
import Runs
import Scoring
import Training

/// A run of `rlhf reward` whose model is open.
struct RewardTraining {
  let recipe: Configured<Recipe<RewardKeys>>
  let options: TrainingOptions
  let ground: Groundwork
  let model: ScalarModel

  private var reward: RewardModelConfiguration { recipe.value.own.reward }
  private var seed: UInt64 { recipe.value.common.seed }

  /// Learns from comparisons and rankings.
  func onRankings() throws {
    let rows = try ground.rows(maximumLength: ground.maximumLength) {
      try readRankings(from: $0, badRows: $1)
    } tokenizing: {
      try $0.rankings($1, badRows: $2)
    }
    let judgements = gathered(rows.training)
    if judgements.count < rows.training.count {
      note("  they belong to \(counted(judgements.count, "judgement")), each of which is one row")
    }
    let rankings = judgements.filter(reward.learns)
    try ground.noteMemory(recipe.value, .rankings(rankings.map(\.sequences)))
    let references = try referenceTexts(rows)
    if [.before, .both].contains(reward.normalization) { try normalize(model, on: references) }

    let job = TrainingJob(
      command: "reward", stepCount: reward.optimization.stepCount(rows: rankings.count),
      skipped: rows.skipped,
      shown: [("loss", "loss"), ("accuracy", "accuracy"), ("held out", "eval_accuracy")],
      heldOutMetrics: {
        RankingScores(
          of: rows.heldOut, by: model, head: reward.lengthDebiasing == .odin ? 0 : nil,
          rowsPerPass: reward.optimization.rowsPerPass,
          precision: reward.optimization.precision.dtype
        ).metrics
      },
      saveModel: { try finished(on: references).save(to: $0) }, next: next)
    try TrainingSession(job, recipe, options, ground).train { journal in
      try trainRewardModel(model, on: rankings, reward, seed: seed, recordingIn: journal)
    }
  }

  /// Learns from completions whose steps were judged.
  func onSteps() throws {
    let rows = try ground.rows(maximumLength: ground.maximumLength) {
      try readStepwiseCompletions(from: $0, badRows: $1)
    } tokenizing: {
      try $0.stepwise($1, separator: reward.stepSeparator, badRows: $2)
    }
    try ground.noteMemory(recipe.value, .rankings(rows.training.map { [$0.sequence] }))
    let job = TrainingJob(
      command: "reward", stepCount: reward.optimization.stepCount(rows: rows.training.count),
      skipped: rows.skipped,
      shown: [("loss", "loss"), ("accuracy", "accuracy"), ("held out", "eval_accuracy")],
      heldOutMetrics: { stepwiseMetrics(of: model, on: rows.heldOut, reward) },
      saveModel: { try model.save(to: $0) }, next: next)
    try TrainingSession(job, recipe, options, ground).train { journal in
      try trainStepwiseRewardModel(
        model, on: rows.training, reward, seed: seed, recordingIn: journal)
    }
  }

  private func next(_ folder: String) -> String {
    "rlhf ppo --model SFT --reward-model \(folder) --prompts PROMPTS --output FOLDER"
  }

  /// The model as it is kept: without the head that took the length, and normalized.
  private func finished(on references: [TokenizedSequence]) throws -> ScalarModel {
    let kept = reward.lengthDebiasing == .odin ? try model.keeping(heads: [0]) : model
    guard [.after, .both].contains(reward.normalization) else { return kept }
    let normalized = try kept.copy()
    try normalize(normalized, on: references)
    return normalized
  }

  private func normalize(_ model: ScalarModel, on texts: [TokenizedSequence]) throws {
    try model.normalizeScores(
      by: model.memberRewards(
        of: texts, rowsPerPass: reward.optimization.rowsPerPass,
        precision: reward.optimization.precision.dtype))
    note("Rewards have mean 0 and standard deviation 1 on \(counted(texts.count, "text"))")
  }

  /// The texts on which rewards are normalized; none where they are not.
  private func referenceTexts(
    _ rows: TrainingRows<TokenizedRanking>
  ) throws -> [TokenizedSequence] {
    guard reward.normalization != .none else { return [] }
    let file = recipe.value.own.normalizationData
    guard file.isEmpty else {
      let policy: BadRowPolicy = ground.settings.skipBadRows ? .skip : .refuse
      let loaded = try readDemonstrations(from: URL(fileURLWithPath: file), badRows: policy)
      return try SequenceTokenizer(ground.tokenizer, maximumLength: ground.maximumLength)
        .sequences(loaded.rows, badRows: policy).rows
    }
    return (rows.heldOut.isEmpty ? rows.training : rows.heldOut).flatMap(\.sequences)
  }
}
