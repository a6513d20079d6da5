public import Torch

/// The weights of a store's linear maps in the order in which products with few rows are fastest,
/// for as long as completions are written.
///
/// Packing copies each weight once, which pays where many products follow. A copy does not see
/// changes of its weight, so all are gone before anything can learn.
public final class WeightPacking {
  /// Maps of one input, which one product makes.
  fileprivate struct Maps {
    let weights: [Tensor]
    let biases: [Tensor?]
    let isTransposed: Bool
  }

  /// A product that is ready.
  fileprivate struct Product {
    let linear: (Tensor) -> Tensor
    let widths: [Int]
  }

  private var announced: [Maps] = []
  private var products: [ObjectIdentifier: Product] = [:]

  /// With fewer rows the gain is not worth a second copy of a large model.
  private static let leastRowCount = 4
  /// The most numbers that are copied for fewer rows: 1 GB in float32.
  private static let mostForFewRows = 256 << 20

  /// Announces linear maps that always have the same input.
  ///
  /// - Parameters:
  ///   - weights: `[output width, input width]` each
  ///   - isTransposed: Whether they are `[input width, output width]` instead.
  public func announce(_ weights: [Tensor], _ biases: [Tensor?], isTransposed: Bool = false) {
    announced.removeAll { known in
      known.weights.contains { weight in weights.contains { $0 === weight } }
    }
    announced.append(Maps(weights: weights, biases: biases, isTransposed: isTransposed))
  }

  /// Packs all weights for as long as `body` runs.
  ///
  /// - Parameter rowCount: How many rows products have, at most.
  public func during<Result>(rowCount: Int, _ body: () throws -> Result) rethrows -> Result {
    let count = announced.reduce(0) { $0 + $1.weights.reduce(0) { $0 + $1.count } }
    guard rowCount >= WeightPacking.leastRowCount || count <= WeightPacking.mostForFewRows else {
      return try body()
    }
    defer { products = [:] }
    withoutGradients {
      for maps in announced {
        products[ObjectIdentifier(maps.weights[0])] = maps.packed(rowCount) ?? maps.joined
      }
    }
    return try body()
  }

  /// What maps that were announced together make of `x`; nil where nothing is packed.
  ///
  /// - Parameters:
  ///   - x: `[…, input width]`
  ///   - first: The weight of the first of them.
  /// - Returns: `[…, output width]` each
  func maps(_ x: Tensor, first: Tensor) -> [Tensor]? {
    guard !products.isEmpty, let product = products[ObjectIdentifier(first)] else { return nil }
    let found = product.linear(x)
    guard product.widths.count > 1 else { return [found] }
    return found.split(into: product.widths, along: -1)
  }

  /// The map `x ↦ x·Wᵀ + b`, packed where it is.
  ///
  /// - Parameters:
  ///   - x: `[…, input width]`
  ///   - weight: As it was announced.
  public func linear(
    _ x: Tensor, _ weight: Tensor, bias: Tensor? = nil, isTransposed: Bool = false
  ) -> Tensor {
    maps(x, first: weight)?[0]
      ?? x.linear(isTransposed ? weight.transposed(0, 1) : weight, bias: bias)
  }
}

extension WeightPacking.Maps {
  private var weight: Tensor {
    let parts = weights.map { isTransposed ? $0.transposed(0, 1) : $0 }
    return parts.count == 1 ? parts[0].contiguous() : .concatenation(of: parts, along: 0)
  }

  private var bias: Tensor? {
    guard biases.contains(where: { $0 != nil }) else { return nil }
    let parts = zip(biases, widths).map { bias, width in
      bias ?? .zeros([width], weights[0].dtype, on: weights[0].device)
    }
    return parts.count == 1 ? parts[0] : .concatenation(of: parts, along: 0)
  }

  private var widths: [Int] { weights.map { isTransposed ? $0.shape2.1 : $0.shape2.0 } }

  fileprivate func packed(_ rowCount: Int) -> WeightPacking.Product? {
    guard let packed = PackedWeight(weight, rowCount: rowCount) else { return nil }
    let bias = bias
    return WeightPacking.Product(linear: { packed.linear($0, bias: bias) }, widths: widths)
  }

  /// In one product instead of several, which saves calls.
  fileprivate var joined: WeightPacking.Product? {
    guard weights.count > 1 else { return nil }
    let (weight, bias) = (weight, bias)
    return WeightPacking.Product(linear: { $0.linear(weight, bias: bias) }, widths: widths)
  }
}
