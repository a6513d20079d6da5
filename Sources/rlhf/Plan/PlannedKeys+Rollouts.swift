import Foundation
import Generation
import Models
import NeuralNetworks
import Training

extension PPOKeys: PlannedKeys {
  static let command = "ppo"

  func plannedRows(_ ground: Groundwork) throws -> PlannedRows {
    .prompts(
      try ground.prompts(leavingRoomFor: ppo.sampling.maximumNewTokens, section: "ppo").training)
  }

  func plannedModels(_ common: CommonSettings) throws -> [PlannedModel] {
    let judges = try rewardFolders.map { try judge($0, "reward model", common) }
    let costs = try costModel.isEmpty ? [] : [judge(costModel, "cost model", common)]
    // With adapters, a critic that starts from the reward model is the reward model with its own.
    let startsAsReward = critic.isEmpty && !rewardModel.isEmpty
    let critic = PlannedModel(
      role: "critic",
      try self.costs(criticFolder ?? common.model, .scalar, common, adapts: true), learns: true,
      sharesWeights: startsAsReward && common.lora.rank > 0)
    return try [policy(common), reference(reference, common), critic] + judges + costs
  }

  func plannedWorks(
    _ models: [PlannedModel], _ rows: PlannedRows, seed: UInt64
  ) -> [MemoryWork] {
    guard case .prompts(let prompts) = rows, let policy = models.costs(of: "policy"),
      let critic = models.costs(of: "critic")
    else { return [] }
    return ppo.memoryWorks(
      policy: policy, critic: critic, frozen: models.frozenCosts, on: prompts, seed: seed)
  }

  func remedies(_ common: CommonSettings, _ rows: PlannedRows) -> [[String]] {
    usualRemedies(
      common, passes: optimization.rowsPerPass, rollouts: optimization.batchSize,
      sideBySide: fewerSideBySide(ppo.sampling, of: optimization.batchSize),
      lengths: shorterCompletions(ppo.sampling.maximumNewTokens))
  }
}

extension PlannedKeys where Self: GroupKeys {
  static var command: String { name }

  func plannedRows(_ ground: Groundwork) throws -> PlannedRows {
    .prompts(
      try ground.prompts(
        leavingRoomFor: group.sampling.maximumNewTokens, section: Self.name
      ).training)
  }

  func plannedModels(_ common: CommonSettings) throws -> [PlannedModel] {
    let needsReference = !reference.isEmpty || group.klCoefficient > 0
    let judges = try rewardFolders.map { try judge($0, "reward model", common) }
    return try [policy(common)] + (needsReference ? [reference(reference, common)] : []) + judges
  }

  func plannedWorks(
    _ models: [PlannedModel], _ rows: PlannedRows, seed: UInt64
  ) -> [MemoryWork] {
    guard case .prompts(let prompts) = rows, let policy = models.costs(of: "policy") else {
      return []
    }
    return group.memoryWorks(
      policy: policy, frozen: models.frozenCosts, on: prompts, seed: seed)
  }

  func remedies(_ common: CommonSettings, _ rows: PlannedRows) -> [[String]] {
    usualRemedies(
      common, passes: group.rowsPerPass, rollouts: optimization.batchSize,
      sideBySide: fewerSideBySide(
        group.sampling, of: optimization.batchSize * group.completionsPerPrompt),
      lengths: shorterCompletions(group.sampling.maximumNewTokens))
  }
}

extension GRPOKeys: PlannedKeys {}
extension RLOOKeys: PlannedKeys {}

extension OnlineDPOKeys: PlannedKeys {
  static let command = "online-dpo"
  static let optimizationKey = "online_dpo.dpo.optimization"

  func plannedRows(_ ground: Groundwork) throws -> PlannedRows {
    .prompts(
      try ground.prompts(
        leavingRoomFor: onlineDPO.sampling.maximumNewTokens, section: "online_dpo"
      ).training)
  }

  func plannedModels(_ common: CommonSettings) throws -> [PlannedModel] {
    let judges = try rewardFolders.map { try judge($0, "reward model", common) }
    let frozen = onlineDPO.dpo.referenceFree ? [] : [try reference(reference, common)]
    return try [policy(common)] + frozen + judges
  }

  func plannedWorks(
    _ models: [PlannedModel], _ rows: PlannedRows, seed: UInt64
  ) -> [MemoryWork] {
    guard case .prompts(let prompts) = rows, let policy = models.costs(of: "policy") else {
      return []
    }
    return onlineDPO.memoryWorks(
      policy: policy, reference: models.costs(of: "reference"),
      judges: models.filter { $0.role == "reward model" }.map(\.costs), on: prompts, seed: seed)
  }

  func remedies(_ common: CommonSettings, _ rows: PlannedRows) -> [[String]] {
    usualRemedies(
      common, passes: optimization.rowsPerPass, rollouts: optimization.batchSize,
      sideBySide: fewerSideBySide(
        onlineDPO.sampling, of: 2 * optimization.batchSize, key: "online_dpo.sampling"),
      lengths: shorterCompletions(
        onlineDPO.sampling.maximumNewTokens, key: "online_dpo.sampling"))
  }
}

extension PlannedKeys {
  /// Fewer completions that are written side by side, as settings.
  ///
  /// - Parameter rows: The completions of a rollout.
  fileprivate func fewerSideBySide(
    _ sampling: SamplingConfiguration, of rows: Int, key: String? = nil
  ) -> [String] {
    halvings(of: sampling.rowsAtOnce(of: rows)).map {
      "\(key ?? "\(Self.command).sampling").batch_size=\($0)"
    }
  }

  /// Fewer new tokens, as settings.
  fileprivate func shorterCompletions(_ most: Int, key: String? = nil) -> [String] {
    [most / 2, most / 4].filter { $0 > 0 }.map {
      "\(key ?? "\(Self.command).sampling").maximum_new_tokens=\($0)"
    }
  }
}
