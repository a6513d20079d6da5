public import Torch

/// The weights of a model with what its adapters learned added to them: W + s·B·A.
///
/// Hu et al. 2021 (arXiv:2106.09685), §4.1: a merged model needs no more time than one without.
public final class MergedParameters: ParameterSource {
  private let store: ParameterStore

  /// Gives out the weights of a store that adapts another.
  public init(of store: ParameterStore) { self.store = store }

  /// Finds the weight of that name, and merges its adapter.
  public func tensor(
    named name: String, shape: [Int], initially: Initialization
  ) throws -> Tensor {
    let weight = try StoredParameters(of: store).tensor(
      named: name, shape: shape, initially: initially)
    guard let map = store.adaptedMap(ofWeight: name) else { return weight }
    return withoutGradients {
      let change = map.adapter.change
      return weight + (map.isTransposed ? change.transposed(0, 1) : change)
    }
  }

  /// Nothing: adapters are not asked for by name.
  public var unused: [String] { [] }

  /// What to call it in messages.
  public var place: String { "a model with adapters" }
}
