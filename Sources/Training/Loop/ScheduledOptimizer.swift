import Datasets
import Foundation
import NeuralNetworks
import Torch

/// The optimizer of one model: AdamW under a learning-rate schedule, with clipped gradients.
final class ScheduledOptimizer {
  private let parameters: [Tensor]
  private let adamW: AdamW
  private let schedule: LearningRateSchedule
  private let maximumGradientNorm: Double

  /// Prepares a model to be trained; its layers keep activations or not as the configuration says.
  init(_ store: ParameterStore, _ configuration: OptimizationConfiguration, stepCount: Int) {
    store.recomputesActivations = configuration.recomputesActivations
    parameters = store.trainable.map(\.tensor)
    adamW = AdamW(store.trainable, configuration.adamW)
    maximumGradientNorm = configuration.maximumGradientNorm
    schedule = LearningRateSchedule(
      configuration.schedule, peak: configuration.learningRate,
      warmupSteps: configuration.warmupSteps, totalSteps: stepCount)
  }

  /// The learning rate of a step that is being made; the first is 0.
  func learningRate(at step: Int) -> Double { schedule.rate(at: step) }

  /// Moves the weights against their gradients, and clears those.
  ///
  /// - Returns: The norm of the gradients before clipping.
  /// - Throws: `TrainingError.notFinite` when that is no number; the weights are then unchanged.
  func step(at step: Int, _ context: StepContext) throws -> Double {
    let limit = maximumGradientNorm > 0 ? maximumGradientNorm : Double.infinity
    let norm = clipGradients(of: parameters, to: limit)
    try context.checkFinite(norm, "the gradient's norm")
    adamW.step(learningRate: learningRate(at: step))
    adamW.clearGradients()
    return norm
  }

  /// Forgets gradients that are not to be followed.
  func clearGradients() { adamW.clearGradients() }

  func save(to file: URL) throws { try adamW.save(to: file) }

  func load(from file: URL) throws { try adamW.load(from: file) }
}

/// What an error message says about the step in which something went wrong.
struct StepContext {
  /// The number of the step, from 1.
  var step: Int
  /// The rows of its batch.
  var rows: [RowSource]
  /// The path of the last checkpoint.
  var checkpoint: String?

  func checkFinite(_ value: Double, _ quantity: String) throws {
    guard !value.isFinite else { return }
    throw TrainingError.notFinite(
      quantity: quantity, value: value, step: step, rows: rows, checkpoint: checkpoint)
  }
}
