import Batches
import Models
import Runs
import Scoring
import Torch

extension Groundwork {
  /// A reward given by a reward model: by all of its heads and further models together, or by what it
  /// says of a completion's steps.
  ///
  /// - Parameter model: The first reward model, opened.
  func reward(
    by model: ScalarModel, in folder: String, _ keys: RewardEnsembleKeys, rowsPerPass: Int,
    precision: DType
  ) throws -> any Reward {
    let others = try keys.members.map { try scalarModel($0, called: "a reward model") }
    let models = [model] + others
    if models.contains(where: { $0.configuration.rewardHeads.stepSeparator != nil }) {
      return try stepReward(by: models, in: folder, keys, rowsPerPass, precision)
    }
    guard keys.stepRule == .minimum else {
      throw ConfigurationError(
        "reward_ensemble.step_rule is \(keys.stepRule.rawValue) and \(folder) does not judge steps; "
          + "leave it out")
    }
    guard keys.rule == .mean || models.reduce(0, { $0 + $1.headCount }) > 1 else {
      throw ConfigurationError(
        "reward_ensemble.rule is \(keys.rule.rawValue) and there is one reward model with one head; "
          + "train one with reward.heads, or name others in reward_ensemble.members")
    }
    return ModelReward(
      models, rule: keys.rule, uncertaintyWeight: keys.uncertaintyWeight,
      microBatchSize: rowsPerPass, precision: precision)
  }

  private func stepReward(
    by models: [ScalarModel], in folder: String, _ keys: RewardEnsembleKeys, _ rowsPerPass: Int,
    _ precision: DType
  ) throws -> any Reward {
    guard models.count == 1, keys.rule == .mean else {
      throw ConfigurationError(
        "reward_ensemble has members or a rule and \(folder) judges steps, which one model does alone"
      )
    }
    let sequences = SequenceTokenizer(
      tokenizer, maximumLength: models[0].configuration.contextLength)
    return StepReward(
      models[0], sequences, rule: keys.stepRule, microBatchSize: rowsPerPass, precision: precision)
  }
}
