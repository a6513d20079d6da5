public import Torch

/// The named weights of one model, in its own memory.
///
/// A model asks a scope of the store for each weight by name and shape; the store gets it from its
/// source, which may be a checkpoint or random numbers, so that loading and starting anew are one
/// piece of code. A store may also adapt another: it then shares the other's weights, which stay as
/// they are, and has only the adapters as its own.
public final class ParameterStore {
  /// The type of all weights.
  public let dtype: DType
  /// Where all weights are.
  public let device: Device
  /// What leaves out inputs of the adapters while they learn.
  public let dropout: AdapterDropout
  /// The linear maps while completions are written.
  public let decoding = DecodingMaps()
  /// Whether the layers of the model keep nothing between their inputs and their outputs for the
  /// backward pass, which then runs them again.
  public var recomputesActivations = false
  private let adaptation: Adaptation?
  private var source: (any ParameterSource)?
  private var order: [String] = []
  private var tensors: [String: Tensor] = [:]
  private var shared: Set<String> = []
  private var adapted: [String: AdaptedMap] = [:]
  private var mapNames: [String] = []
  private let quantizes: Bool
  private var quantized: [String: QuantizedWeight] = [:]

  /// How a store adapts another.
  private struct Adaptation {
    let base: ParameterStore
    let configuration: LoRAConfiguration
    let retrained: Set<String>
  }

  /// A linear map with an adapter.
  struct AdaptedMap {
    let adapter: LowRankAdapter
    /// Whether the map's weight is stored the other way round.
    let isTransposed: Bool
  }

  /// An empty store that will take what it is asked for from `source`, in a copy unless it is given away.
  ///
  /// - Parameter quantizes: Whether the weights of linear maps are kept in four bits, frozen and
  ///   not among the named ones: only as what adapters are laid over.
  public init(
    from source: any ParameterSource, in dtype: DType = .float32, on device: Device = .cpu,
    quantizingLinearMaps quantizes: Bool = false
  ) {
    self.quantizes = quantizes
    precondition(dtype.isFloatingPoint, "weights of type \(dtype) cannot be trained")
    self.source = source
    self.dtype = dtype
    self.device = device
    dropout = AdapterDropout(rate: 0)
    adaptation = nil
  }

  /// An empty store that will share the weights of `base`, which are frozen by this, and have
  /// adapters for its linear maps.
  ///
  /// - Parameters:
  ///   - retrained: Names of weights that are not shared: they come from `source`, and are trained
  ///     in full.
  ///   - source: Where adapters come from.
  public init(
    adapting base: ParameterStore, by configuration: LoRAConfiguration,
    retraining retrained: Set<String> = [], from source: any ParameterSource
  ) {
    precondition(configuration.rank > 0, "adapters of rank \(configuration.rank)")
    precondition(base.adaptation == nil, "adapters on adapters: merge the first")
    base.freeze()
    self.source = source
    quantizes = false
    dtype = base.dtype
    device = base.device
    dropout = AdapterDropout(rate: configuration.dropout)
    adaptation = Adaptation(base: base, configuration: configuration, retrained: retrained)
  }

  /// The root of all names.
  public var scope: ParameterScope { ParameterScope(store: self, path: "") }

  /// All weights in the order in which they were asked for; a tied weight once.
  public var named: [(name: String, tensor: Tensor)] {
    order.compactMap { name in tensors[name].map { (name, $0) } }
  }

  /// The weights that are not shared with another store, in the order of `named`.
  public var own: [(name: String, tensor: Tensor)] { named.filter { !shared.contains($0.name) } }

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
  /// - Throws: `NeuralNetworkError.leftOver` when the source holds weights that nobody asked for,
  ///   `.noSuchMap` when adapters were meant for a map that the model does not have.
  public func finish(ignoring isIgnorable: (String) -> Bool = { _ in false }) throws {
    guard let source else { return }
    self.source = nil
    let names = source.unused.filter { !isIgnorable($0) }
    if !names.isEmpty { throw NeuralNetworkError.leftOver(names: names, file: source.place) }
    try checkTargets()
  }

  private func checkTargets() throws {
    for target in adaptation?.configuration.targets ?? []
    where !mapNames.contains(where: { LoRAConfiguration.target(target, means: $0) }) {
      let parts = Set(mapNames.map { $0.split(separator: ".").last.map(String.init) ?? $0 })
      throw NeuralNetworkError.noSuchMap(name: target, known: parts.sorted())
    }
  }

  /// Stops recording gradients for all weights.
  public func freeze() { for (_, tensor) in own { tensor.requiresGradient = false } }

  /// Records gradients for all weights again, but not for shared ones.
  public func unfreeze() { for (_, tensor) in own { tensor.requiresGradient = true } }

  /// Overwrites all weights with those of a store with the same names and shapes; shared weights
  /// stay.
  public func copyValues(from other: ParameterStore) {
    let (names, others) = (Set(own.map(\.name)), Set(other.own.map(\.name)))
    precondition(
      names == others,
      "the stores differ in names: \(names.symmetricDifference(others).sorted())")
    withoutGradients {
      for (name, tensor) in own {
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
    if let adaptation, !adaptation.retrained.contains(name), let weight = adaptation.base[name] {
      precondition(weight.shape == shape, "\(name): \(weight.shape) and \(shape)")
      shared.insert(name)
      return remembered(weight, name)
    }
    let found = try source.tensor(named: name, shape: shape, initially: initially)
    precondition(found.shape == shape, "\(name): \(found.shape) and \(shape)")
    let isOwn =
      source.givesAway && found.dtype == dtype && found.device == device && found.isContiguous
      && found.isAligned
    let tensor = isOwn ? found.detached() : owned(found.detached())
    if !isOwn { source.wasCopied(name) }
    tensor.requiresGradient = true
    return remembered(tensor, name)
  }

  /// How many linear maps have their weights in few bits.
  public var quantizedCount: Int { quantized.count }

  /// The weight of a linear map, in few bits where the store or its base keeps it so.
  func linearWeight(
    _ name: String, shape: [Int], _ initially: Initialization
  ) throws -> LinearWeight {
    if let known = quantized[name] ?? adaptation?.base.quantized[name] {
      precondition(known.shape == shape, "\(name): \(known.shape) and \(shape)")
      return .quantized(known)
    }
    let count = shape.reduce(1, *)
    guard quantizes, let source, count % QuantizedWeight.blockSize == 0 else {
      return .full(try parameter(name, shape: shape, initially))
    }
    let found = try source.tensor(named: name, shape: shape, initially: initially)
    let weight = QuantizedWeight(owned(found.detached()))
    quantized[name] = weight
    return .quantized(weight)
  }

  private func remembered(_ tensor: Tensor, _ name: String) -> Tensor {
    tensors[name] = tensor
    order.append(name)
    return tensor
  }

  /// The adapter of a linear map, where it should have one.
  func adapter(
    _ scope: ParameterScope, from inputWidth: Int, to outputWidth: Int, isTransposed: Bool
  ) throws -> LowRankAdapter? {
    guard let configuration = adaptation?.configuration else { return nil }
    mapNames.append(scope.path)
    guard configuration.targets(scope.path) else { return nil }
    let adapter = try LowRankAdapter(
      scope, from: inputWidth, to: outputWidth, configuration, dropout)
    adapted[scope.path] = AdaptedMap(adapter: adapter, isTransposed: isTransposed)
    return adapter
  }

  /// The map that a weight belongs to, where it has an adapter.
  func adaptedMap(ofWeight name: String) -> AdaptedMap? {
    name.hasSuffix(".weight") ? adapted[String(name.dropLast(".weight".count))] : nil
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
