import Foundation
import Models
import NeuralNetworks
import Training

/// The keys of a training command whose runs can be planned.
protocol PlannedKeys: AlgorithmKeys {
  /// The command, as in `sft`.
  static var command: String { get }
  /// The recipe's key of how the weights are moved, as in `sft.optimization`.
  static var optimizationKey: String { get }

  /// Reads the rows as the run would.
  func plannedRows(_ ground: Groundwork) throws -> PlannedRows
  /// The models of the run.
  func plannedModels(_ common: CommonSettings) throws -> [PlannedModel]
  /// What is done in a step.
  func plannedWorks(
    _ models: [PlannedModel], _ rows: PlannedRows, seed: UInt64
  ) -> [MemoryWork]
  /// The optimizer steps, in reinforcement learning the rollouts.
  func stepCount(of rows: PlannedRows, seed: UInt64) -> Int
  /// Changes that would take less memory, the least first, each as settings of the recipe.
  func remedies(_ common: CommonSettings, _ rows: PlannedRows) -> [[String]]
  /// Settings of a probe beside those that all have.
  static var probeSettings: [String] { get }
}

extension PlannedKeys {
  static var optimizationKey: String { "\(command).optimization" }
  static var probeSettings: [String] { [] }

  func stepCount(of rows: PlannedRows, seed: UInt64) -> Int {
    optimization.stepCount(rows: rows.count)
  }

  func remedies(_ common: CommonSettings, _ rows: PlannedRows) -> [[String]] {
    usualRemedies(common, passes: optimization.rowsPerPass, lengths: common.shorterLengths)
  }

  /// What the models of a folder costs.
  ///
  /// - Parameter adapts: Whether it gets the adapters of the recipe.
  func costs(
    _ folder: String, _ head: ModelConfiguration.Head, _ common: CommonSettings,
    adapts: Bool = false
  ) throws -> MemoryCosts {
    MemoryCosts(
      try ModelConfiguration(folder: URL(fileURLWithPath: folder)), head,
      lora: adapts ? common.lora : LoRAConfiguration(), precision: optimization.precision.dtype)
  }

  /// The policy.
  func policy(_ common: CommonSettings) throws -> PlannedModel {
    PlannedModel(
      role: "policy", try costs(common.model, .language, common, adapts: true), learns: true)
  }

  /// The frozen model: one of its own, or with adapters the policy without them.
  func reference(
    _ path: String, _ common: CommonSettings, moves: Bool = false
  ) throws
    -> PlannedModel
  {
    let isPolicy = path.isEmpty
    return PlannedModel(
      role: "reference", try costs(isPolicy ? common.model : path, .language, common),
      learns: false, sharesWeights: isPolicy && common.lora.rank > 0)
  }

  /// The model that judges without being learned from, where the recipe names one.
  func goldJudge(_ common: CommonSettings) throws -> [PlannedModel] {
    guard let gold, !gold.rewardModel.isEmpty else { return [] }
    return [try judge(gold.rewardModel, "gold judge", common)]
  }

  /// Whether the best model by a gold judge stays beside the last.
  var keepsBest: Bool {
    gold.map { $0.hasJudge && $0.keepsBest } ?? false
  }

  private var gold: GoldKeys? { (self as? any WatchedKeys)?.gold }

  /// A model that judges.
  func judge(_ folder: String, _ role: String, _ common: CommonSettings) throws -> PlannedModel {
    PlannedModel(role: role, try costs(folder, .scalar, common), learns: false)
  }
}

extension [PlannedModel] {
  /// What the model of a role costs.
  func costs(of role: String) -> MemoryCosts? { first { $0.role == role }?.costs }

  /// What all but the model of a role cost.
  var frozenCosts: [MemoryCosts] { filter { !$0.learns }.map(\.costs) }
}
