public import Foundation
public import Torch

/// The numbers of AdamW that stay the same over a run; the defaults are PyTorch's, without decay.
public struct AdamWConfiguration: Codable, Sendable, Equatable {
  /// β₁, the memory of the mean of gradients, in `0..<1`.
  public var beta1: Double
  /// β₂, the memory of the mean of squared gradients, in `0..<1`.
  public var beta2: Double
  /// ε, added to the root of the second moment; positive.
  public var epsilon: Double
  /// λ, the share of each weight taken away per unit of learning rate; not negative.
  public var weightDecay: Double

  /// Collects the numbers.
  public init(
    beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8, weightDecay: Double = 0
  ) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }
}

/// The optimizer AdamW, Loshchilov and Hutter 2019 (arXiv:1711.05101), algorithm 2.
public final class AdamW {
  private struct Entry {
    let name: String
    let parameter: Tensor
    let decays: Bool
    let firstMoment: Tensor
    let secondMoment: Tensor
    /// How often this parameter had a gradient. `[]`, float32
    let steps: Tensor
  }

  private let entries: [Entry]
  /// The numbers that stay the same over a run.
  public let configuration: AdamWConfiguration
  /// How many steps were taken.
  public private(set) var stepCount = 0

  /// Starts with moments of zero.
  ///
  /// - Parameter decaying: Whether the weight decay applies to a parameter; to all but vectors
  ///   when left out.
  public init(
    _ parameters: [(name: String, tensor: Tensor)], _ configuration: AdamWConfiguration = .init(),
    decaying: (String, Tensor) -> Bool = { _, tensor in tensor.rank >= 2 }
  ) {
    self.configuration = configuration
    entries = parameters.map { name, tensor in
      Entry(
        name: name, parameter: tensor, decays: decaying(name, tensor),
        firstMoment: .zeros(tensor.shape, tensor.dtype, on: tensor.device),
        secondMoment: .zeros(tensor.shape, tensor.dtype, on: tensor.device),
        steps: .zeros([], on: tensor.device))
    }
  }

  /// Moves every parameter that has a gradient against it.
  public func step(learningRate: Double) {
    withoutGradients {
      for decays in [true, false] { step(entries.filter { $0.decays == decays }, learningRate) }
    }
    stepCount += 1
  }

  /// Forgets the gradients of all parameters.
  public func clearGradients() { for entry in entries { entry.parameter.gradient = nil } }

  private func step(_ entries: [Entry], _ learningRate: Double) {
    let gradients = entries.map(\.parameter.gradient)
    let moving = zip(entries, gradients).compactMap { entry, gradient in
      gradient.map { (entry: entry, gradient: $0) }
    }
    guard let first = moving.first else { return }
    let one = Tensor.scalar(1, on: first.gradient.device)
    for (entry, _) in moving { entry.steps.add(one) }
    stepAdamW(
      moving.map(\.entry.parameter), gradients: moving.map(\.gradient),
      firstMoments: moving.map(\.entry.firstMoment),
      secondMoments: moving.map(\.entry.secondMoment), steps: moving.map(\.entry.steps),
      AdamWStep(
        learningRate: learningRate, beta1: configuration.beta1, beta2: configuration.beta2,
        weightDecay: first.entry.decays ? configuration.weightDecay : 0,
        epsilon: configuration.epsilon))
  }
}

extension AdamW {
  /// Writes everything that the next step depends on, but the parameters, as a safetensors file.
  ///
  /// - Throws: `TorchError.file` when it cannot be written.
  public func save(to file: URL) throws {
    try writeSafetensors(state, to: file, metadata: ["stepCount": String(stepCount)])
  }

  /// Takes over what `save(to:)` wrote for the same parameters.
  ///
  /// - Throws: `TorchError` when the file is not whole, `NeuralNetworkError` when it belongs to
  ///   other parameters; nothing has changed then.
  public func load(from file: URL) throws {
    let saved = try SafetensorsFile(file)
    let path = file.path
    guard let count = saved.metadata["stepCount"].flatMap({ Int($0) }), count >= 0 else {
      throw NeuralNetworkError.notOptimizerState(file: path, reason: "it counts no steps")
    }
    let state = state
    for (name, tensor) in state {
      guard let shape = saved.shape(of: name) else {
        throw NeuralNetworkError.notOptimizerState(file: path, reason: "‘\(name)’ is not there")
      }
      guard shape == tensor.shape else {
        throw NeuralNetworkError.notOptimizerState(
          file: path, reason: "‘\(name)’ has the shape \(shape) where \(tensor.shape) is due")
      }
    }
    if let other = Set(saved.names).subtracting(state.map(\.name)).min() {
      throw NeuralNetworkError.notOptimizerState(
        file: path, reason: "there is no parameter for ‘\(other)’")
    }
    for (name, tensor) in state { tensor.assign(try saved.tensor(named: name)) }
    stepCount = count
  }

  private var state: [(name: String, tensor: Tensor)] {
    entries.flatMap { entry in
      [
        ("firstMoment.\(entry.name)", entry.firstMoment),
        ("secondMoment.\(entry.name)", entry.secondMoment),
        ("steps.\(entry.name)", entry.steps),
      ]
    }
  }
}
