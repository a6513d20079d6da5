public import Torch

/// How a weight starts out when it is not loaded.
public enum Initialization: Sendable, Equatable {
  /// Draws from the normal distribution with mean 0 and this standard deviation.
  case normal(Double)
  /// Draws from the uniform distribution between minus this and this.
  case uniform(Double)
  /// Zero everywhere.
  case zeros
  /// One everywhere.
  case ones
}

/// Where a model's weights come from: a checkpoint, a generator of random numbers, another model.
public protocol ParameterSource {
  /// Finds or makes the weight of a name.
  ///
  /// - Parameters:
  ///   - initially: How it starts out where nothing is stored.
  /// - Returns: A tensor of that shape, of any floating-point type, that the caller copies unless
  ///   `givesAway`.
  /// - Throws: `NeuralNetworkError` when there is none, or none that fits.
  func tensor(named name: String, shape: [Int], initially: Initialization) throws -> Tensor

  /// Whether a tensor that it gives out is the caller's alone, who may write into it.
  var givesAway: Bool { get }

  /// Hears that a tensor that it gave out was copied, so that it is not needed any more.
  func wasCopied(_ name: String)

  /// The names that it holds and that nobody has asked for, sorted.
  var unused: [String] { get }

  /// What to call it in messages, as the path of a file.
  var place: String { get }
}

extension ParameterSource {
  /// Not, unless it says so.
  public var givesAway: Bool { false }
  /// Does nothing, unless it says so.
  public func wasCopied(_ name: String) {}
}

/// New weights, drawn one after the other in the order in which a model asks for them.
public final class RandomParameters: ParameterSource {
  private let generator: Generator

  /// Draws from `generator`: the same seed gives the same weights.
  public init(using generator: Generator) { self.generator = generator }

  /// Draws a weight.
  public func tensor(
    named name: String, shape: [Int], initially: Initialization
  ) throws -> Tensor {
    switch initially {
    case .normal(let deviation):
      let drawn = Tensor.normal(shape, using: generator)
      drawn.scale(by: deviation)
      return drawn
    case .uniform(let bound):
      return (2 * Tensor.uniform(shape, using: generator) - 1) * bound
    case .zeros: return .zeros(shape)
    case .ones: return .ones(shape)
    }
  }

  /// Nothing: random numbers do not run out.
  public var unused: [String] { [] }

  /// What to call it in messages.
  public var place: String { "random weights" }
}

/// The weights of a store that is already there.
public final class StoredParameters: ParameterSource {
  private let store: ParameterStore
  private var asked: Set<String> = []

  /// Gives out the weights of `store`.
  public init(of store: ParameterStore) { self.store = store }

  /// Finds the weight of that name in the store.
  public func tensor(
    named name: String, shape: [Int], initially: Initialization
  ) throws -> Tensor {
    guard let found = store[name] else {
      throw NeuralNetworkError.missingTensor(name: name, file: place)
    }
    guard found.shape == shape else {
      throw NeuralNetworkError.wrongShape(name: name, found: found.shape, due: shape, file: place)
    }
    asked.insert(name)
    return found.detached()
  }

  /// The names in the store that nobody has asked for.
  public var unused: [String] { store.named.map(\.name).filter { !asked.contains($0) }.sorted() }

  /// What to call it in messages.
  public var place: String { "another model" }
}
