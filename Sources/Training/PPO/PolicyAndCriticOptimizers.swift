import Foundation
import Models
import Torch

/// The two optimizers of PPO, stepped together, each clipped on its own.
struct PolicyAndCriticOptimizers {
  let policy: ScheduledOptimizer
  let critic: ScheduledOptimizer

  init(_ models: ActorsAndCritics, _ configuration: PPOConfiguration, stepCount: Int) {
    var settings = configuration.optimization
    policy = ScheduledOptimizer(models.policy.parameters, settings, stepCount: stepCount)
    settings.learningRate = configuration.criticLearningRate
    critic = ScheduledOptimizer(models.critic.parameters, settings, stepCount: stepCount)
  }

  func step(at step: Int, _ context: StepContext, _ averages: inout Averages) throws {
    averages.add("grad_norm", try policy.step(at: step, context), over: 1)
    averages.add("critic/grad_norm", try critic.step(at: step, context), over: 1)
  }
}

/// The folder of the critic in a checkpoint of PPO.
private let criticFolder = "critic"

extension LoopState {
  /// Writes a checkpoint: the policy as an HF folder, the critic as another within it.
  func save(
    with models: ActorsAndCritics, _ optimizers: PolicyAndCriticOptimizers, to folder: URL
  ) throws {
    try save(with: models.policy, optimizers.policy, to: folder)
    let inner = folder.appendingPathComponent(criticFolder)
    try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
    try save(with: models.critic, optimizers.critic, to: inner)
  }
}

extension Journal {
  /// Puts both models, both optimizers and the sampler back to where the checkpoint had them.
  func resume(
    _ models: ActorsAndCritics, _ optimizers: PolicyAndCriticOptimizers, _ generator: Generator,
    _ configuration: PPOConfiguration
  ) throws -> LoopState {
    guard let checkpoint else { return LoopState(klCoefficient: configuration.klCoefficient) }
    let state = try resume(models.policy, optimizers.policy)
    var inner = self
    inner.checkpoint = checkpoint.appendingPathComponent(criticFolder)
    _ = try inner.resume(models.critic, optimizers.critic)
    generator.state = [UInt8](state.generatorState)
    return state
  }
}
