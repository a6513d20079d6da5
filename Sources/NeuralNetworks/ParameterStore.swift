public import Torch

/// The named weights of one model, in its own memory.
///
/// A model asks a scope of the store for each weight by name and shape; the store gets it from its
/// source, which may be a checkpoint or random numbers, so that loading and starting anew are one
/// piece of code.
public final class ParameterStore {
  /// The type of all weights.
  public let dtype: DType
  /// Where all weights are.
  public let device: Device
  private var source: (any ParameterSource)?
  private var order: [String] = []
  private var tensors: [String: Tensor] = [:]

  /// An empty store that will copy what it is asked for from `source`.
  public init(
    from source: any ParameterSource, in dtype: DType = .float32, on device: Device = .cpu
  ) {
    precondition(dtype.isFloatingPoint, "weights of type \(dtype) cannot be trained")
    self.source = source
    self.dtype = dtype
    self.device = device
  }

  /// The root of all names.
  public var scope: ParameterScope { ParameterScope(store: self, path: "") }

  /// All weights in the order in which they were asked for; a tied weight once.
  public var named: [(name: String, tensor: Tensor)] {
    order.compactMap { name in tensors[name].map { (name, $0) } }
  }

  /// The weight of a full name, or nil when there is none.
  public subscript(name: String) -> Tensor? { tensors[name] }

  /// The weights that record gradients.
  public var trainable: [(name: String, tensor: Tensor)] {
    named.filter { $0.tensor.requiresGradient }
  }

  /// The number of all elements of all weights.
  public var elementCount: Int { tensors.values.reduce(0) { $0 + $1.count } }

  /// Ends the making of a model, and lets go of the source.
  ///
  /// - Parameter isIgnorable: Whether a stored tensor of that name is no weight.
  /// - Throws: `NeuralNetworkError.leftOver` when the source holds weights that nobody asked for.
  public func finish(ignoring isIgnorable: (String) -> Bool = { _ in false }) throws {
    guard let source else { return }
    self.source = nil
    let names = source.unused.filter { !isIgnorable($0) }
    if !names.isEmpty { throw NeuralNetworkError.leftOver(names: names, file: source.place) }
  }

  /// Stops recording gradients for all weights.
  public func freeze() { for tensor in tensors.values { tensor.requiresGradient = false } }

  /// Records gradients for all weights again.
  public func unfreeze() { for tensor in tensors.values { tensor.requiresGradient = true } }

  /// Overwrites all weights with those of a store with the same names and shapes.
  public func copyValues(from other: ParameterStore) {
    precondition(
      Set(order) == Set(other.order),
      "the stores differ in names: \(Set(order).symmetricDifference(other.order).sorted())")
    withoutGradients {
      for (name, tensor) in named {
        guard let source = other[name] else { continue }
        precondition(
          source.shape == tensor.shape, "\(name): \(source.shape) and \(tensor.shape)")
        tensor.assign(source)
      }
    }
  }

  /// Moves all weights to another store's by a share of the way: w ← w + share · (w′ − w).
  ///
  /// - Precondition: Both have the same names and shapes.
  public func move(by share: Double, to other: ParameterStore) {
    precondition(
      Set(order) == Set(other.order),
      "the stores differ in names: \(Set(order).symmetricDifference(other.order).sorted())")
    withoutGradients {
      for (name, tensor) in named {
        guard let target = other[name] else { continue }
        precondition(target.shape == tensor.shape, "\(name): \(target.shape) and \(tensor.shape)")
        tensor.add(target.to(tensor.dtype) - tensor, times: share)
      }
    }
  }

  func parameter(_ name: String, shape: [Int], _ initially: Initialization) throws -> Tensor {
    if let known = tensors[name] {
      precondition(known.shape == shape, "\(name): \(known.shape) and \(shape)")
      return known
    }
    guard let source else { preconditionFailure("‘\(name)’ was asked for after finish()") }
    let found = try source.tensor(named: name, shape: shape, initially: initially)
    precondition(found.shape == shape, "\(name): \(found.shape) and \(shape)")
    let tensor = owned(found.detached())
    tensor.requiresGradient = true
    tensors[name] = tensor
    order.append(name)
    return tensor
  }

  /// A copy in this store's type, on its device, in row-major order.
  private func owned(_ tensor: Tensor) -> Tensor {
    withoutGradients {
      let own = Tensor.empty(tensor.shape, dtype, on: device)
      own.assign(tensor)
      return own
    }
  }
}

/// A place in the tree of names of a store; `scope["mlp"]["up"]` is `mlp.up`.
public struct ParameterScope {
  let store: ParameterStore
  /// The names down to here with points between, empty at the root.
  public let path: String

  /// The type of the store's weights.
  public var dtype: DType { store.dtype }

  /// Where the store's weights are.
  public var device: Device { store.device }

  /// The place called `name` below this one.
  public subscript(_ name: String) -> ParameterScope {
    ParameterScope(store: store, path: path.isEmpty ? name : "\(path).\(name)")
  }

  /// The place with this number below this one.
  public subscript(_ index: Int) -> ParameterScope { self["\(index)"] }

  /// Asks the store for a weight; asked again, it gives the same tensor.
  ///
  /// - Returns: A leaf that records gradients.
  /// - Throws: `NeuralNetworkError` when the source has no weight of that name and shape.
  public func parameter(
    _ name: String, shape: [Int], initially: Initialization = .normal(0.02)
  ) throws -> Tensor {
    try store.parameter(self[name].path, shape: shape, initially)
  }
}
