public import NeuralNetworks
import Runs
public import Torch

/// How weights are moved: shared by all training loops.
public struct OptimizationConfiguration: Codable, Sendable, Equatable {
  /// The highest learning rate, positive.
  public var learningRate = 1e-5
  /// How the learning rate goes down after the warm-up: `constant`, `linear` or `cosine`.
  public var schedule = LearningRateSchedule.Shape.linear
  /// Steps over which the learning rate rises from zero.
  public var warmupSteps = 0
  /// Rows per optimizer step, positive.
  public var batchSize = 8
  /// Rows per forward pass, which no result depends on; 0 takes the whole batch at once.
  public var microBatchSize = 0
  /// Passes over the data, positive.
  public var epochs = 1
  /// Optimizer steps to stop after; 0 makes all that the epochs have.
  public var maximumSteps = 0
  /// The global norm that gradients are clipped to; 0 does not clip.
  public var maximumGradientNorm = 1.0
  /// β₁, β₂, ε and weight decay.
  public var adamW = AdamWConfiguration()
  /// The type of matrix products; weights and log probabilities stay float32.
  public var precision = Precision.float32
  /// Whether what the layers of a model make is found again in the backward pass instead of kept:
  /// less memory for a third more time, and the same results.
  public var recomputesActivations = false
  /// Whether rows are visited in an order drawn from the seed, or in that of the file.
  public var shuffles = true

  /// The defaults.
  public init() {}

  /// Refuses values that make no sense.
  ///
  /// - Throws: `ConfigurationError` naming the key after `prefix`.
  public func validate(_ prefix: String = "optimization") throws {
    try require(learningRate > 0, "\(prefix).learning_rate", learningRate, "more than 0")
    try require(batchSize > 0, "\(prefix).batch_size", batchSize, "at least 1")
    try require(microBatchSize >= 0, "\(prefix).micro_batch_size", microBatchSize, "at least 0")
    try require(epochs > 0, "\(prefix).epochs", epochs, "at least 1")
    try require(warmupSteps >= 0, "\(prefix).warmup_steps", warmupSteps, "at least 0")
    try require(maximumSteps >= 0, "\(prefix).maximum_steps", maximumSteps, "at least 0")
    try require(
      maximumGradientNorm >= 0, "\(prefix).maximum_gradient_norm", maximumGradientNorm, "at least 0"
    )
    try require(
      (0..<1).contains(adamW.beta1), "\(prefix).adam_w.beta1", adamW.beta1, "at least 0, below 1")
    try require(
      (0..<1).contains(adamW.beta2), "\(prefix).adam_w.beta2", adamW.beta2, "at least 0, below 1")
    try require(adamW.epsilon > 0, "\(prefix).adam_w.epsilon", adamW.epsilon, "more than 0")
    try require(
      adamW.weightDecay >= 0, "\(prefix).adam_w.weight_decay", adamW.weightDecay, "at least 0")
  }

  /// Steps that it takes to visit a number of rows once.
  func stepsPerEpoch(rows: Int) -> Int { (rows + batchSize - 1) / batchSize }

  /// The optimizer steps, in PPO the rollouts, that a number of rows makes.
  public func stepCount(rows: Int) -> Int {
    let all = stepsPerEpoch(rows: rows) * epochs
    return maximumSteps > 0 ? min(maximumSteps, all) : all
  }

  /// Rows per forward pass.
  public var rowsPerPass: Int { microBatchSize == 0 ? batchSize : min(microBatchSize, batchSize) }
}

/// The type in which matrix products are computed.
public enum Precision: String, Codable, Sendable, CaseIterable {
  case float32, bfloat16

  /// The engine's name of the type.
  public var dtype: DType { self == .float32 ? .float32 : .bfloat16 }
}

/// Refuses a value of a configuration, naming its key.
func require(
  _ isFine: Bool, _ key: String, _ value: some CustomStringConvertible, _ due: String
) throws {
  guard isFine else { throw ConfigurationError("\(key) is \(value) and must be \(due)") }
}
