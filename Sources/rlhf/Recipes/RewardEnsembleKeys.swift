import Runs
import Scoring

/// How the heads of a reward model, and perhaps further reward models, make one reward.
struct RewardEnsembleKeys: Codable, Sendable {
  /// `mean`, `worst_case` or `uncertainty_weighted`.
  var rule = EnsembleRule.mean
  /// λ of `uncertainty_weighted`: how much the members' variance takes off their mean.
  var uncertaintyWeight = 0.0
  /// The folders of reward models that judge beside `reward_model`.
  var members: [String] = []
  /// Of a model that judges steps: `minimum`, `product`, `last` or `mean`.
  var stepRule = StepRule.minimum

  /// Refuses values that make no sense, and settings that would have no effect.
  ///
  /// - Parameter hasModel: Whether `reward_model` judges, and not somebody else.
  func validate(hasModel: Bool) throws {
    guard uncertaintyWeight >= 0, (uncertaintyWeight > 0) == (rule == .uncertaintyWeighted) else {
      throw ConfigurationError(
        "reward_ensemble.uncertainty_weight is \(uncertaintyWeight) and must be "
          + (rule == .uncertaintyWeighted
            ? "more than 0 for uncertainty_weighted, such as 0.5"
            : "0: \(rule.rawValue) does not heed it"))
    }
    let isDefault = rule == .mean && members.isEmpty && stepRule == .minimum
    guard hasModel || isDefault else {
      throw ConfigurationError(
        "reward_ensemble is set and has no effect without reward_model; give one, or leave it out")
    }
  }
}
