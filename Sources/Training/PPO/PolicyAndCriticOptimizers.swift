import Foundation
import Models
import Objectives
import Torch

/// The two optimizers of PPO, each clipped on its own.
struct PolicyAndCriticOptimizers {
  let policy: ScheduledOptimizer
  let critic: ScheduledOptimizer

  init(_ models: ActorsAndCritics, _ configuration: PPOConfiguration, stepCount: Int) {
    var settings = configuration.optimization
    policy = ScheduledOptimizer(models.policy.parameters, settings, stepCount: stepCount)
    settings.learningRate = configuration.criticLearningRate
    critic = ScheduledOptimizer(models.critic.parameters, settings, stepCount: stepCount)
  }
}

/// The folder of the critic in a checkpoint of PPO.
private let criticFolder = "critic"

extension LoopState {
  /// Writes a checkpoint: the policy as an HF folder, the critic as another within it, and so the
  /// reference where it moves.
  func save(
    with models: ActorsAndCritics, _ optimizers: PolicyAndCriticOptimizers,
    _ configuration: PPOConfiguration, to folder: URL
  ) throws {
    if configuration.movesReference { try models.reference.saveAsReference(in: folder) }
    try save(with: models.policy, optimizers.policy, to: folder)
    let inner = folder.appendingPathComponent(criticFolder)
    try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
    try save(with: models.critic, optimizers.critic, to: inner)
  }
}

extension Journal {
  /// Puts the models, both optimizers and the sampler back to where the checkpoint had them.
  ///
  /// - Parameter hasCosts: Whether a cost model judges, too.
  func resume(
    _ models: ActorsAndCritics, _ optimizers: PolicyAndCriticOptimizers, _ generator: Generator,
    _ configuration: PPOConfiguration, hasCosts: Bool
  ) throws -> LoopState {
    let price = hasCosts ? CostMultiplier(configuration.costConstraint.multiplier) : nil
    guard let checkpoint else {
      return LoopState(klCoefficient: configuration.klCoefficient, costMultiplier: price)
    }
    var state = try resume(models.policy, optimizers.policy)
    state.costMultiplier = hasCosts ? state.costMultiplier ?? price : nil
    if configuration.movesReference { try models.reference.restoreAsReference(from: checkpoint) }
    var inner = self
    inner.checkpoint = checkpoint.appendingPathComponent(criticFolder)
    _ = try inner.resume(models.critic, optimizers.critic)
    generator.state = [UInt8](state.generatorState)
    return state
  }
}
