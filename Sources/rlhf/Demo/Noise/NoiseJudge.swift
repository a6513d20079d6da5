import Models
import Scoring

/// A way to make one reward of the reward models of a seed.
struct NoiseJudge {
  let name: String
  let models: [ScalarModel]
  let rule: EnsembleRule

  /// The reward for a purpose, for which λ may differ.
  func reward(uncertaintyWeight: Double) -> ModelReward {
    ModelReward(
      models, rule: rule, uncertaintyWeight: rule == .uncertaintyWeighted ? uncertaintyWeight : 0,
      microBatchSize: 64)
  }

  /// All ways; the first few are those that PPO is tried with.
  static func all(_ start: NoiseStart) throws -> [NoiseJudge] {
    let sft = try start.sft()
    let members = try (1...start.settings.members).map { try start.rewardModel($0, sft) }
    let heads = try start.heads(sft)
    let count = members.count
    return [
      NoiseJudge(name: "one model", models: [members[0]], rule: .mean),
      NoiseJudge(name: "mean of \(count)", models: members, rule: .mean),
      NoiseJudge(name: "WCO of \(count)", models: members, rule: .worstCase),
      NoiseJudge(name: "UWO of \(count)", models: members, rule: .uncertaintyWeighted),
      NoiseJudge(name: "WARM of \(count)", models: [try start.warm()], rule: .mean),
      NoiseJudge(name: "mean of \(count) heads", models: [heads], rule: .mean),
      NoiseJudge(name: "WCO of \(count) heads", models: [heads], rule: .worstCase),
      NoiseJudge(name: "UWO of \(count) heads", models: [heads], rule: .uncertaintyWeighted),
    ]
  }

  /// How many of all ways PPO is tried with.
  static let trainedCount = 4
}
