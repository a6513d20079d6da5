public import Torch

/// The linear maps of a store while completions are written, where products have few rows.
///
/// Maps of one input are one product then. On the CPU, in float32, it is one of ours that reads the weights where
/// they are; elsewhere their weights are put together in a copy. A copy does not see changes of its weights, so all are gone before
/// anything can learn.
public final class DecodingMaps {
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
    /// The most numbers of an input; with more rows, as of prompts, libtorch's own products are faster.
    var mostCount = Int.max
  }

  private var announced: [Maps] = []
  private var products: [ObjectIdentifier: Product] = [:]
  /// Whether values between products may be made by the operators for decoding, too.
  private(set) var hasOperators = false

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

  /// Has products ready for as long as `body` runs; those that are ready already stay as they are.
  ///
  /// - Parameters:
  ///   - rowCount: How many rows products have, at most.
  ///   - precision: What weights are rounded to, in a copy; eight bits only where `hasOwnOperators`. Inputs of more rows, as of prompts, meet them unrounded.
  public func during<Result>(
    rowCount: Int, precision: WeightPrecision = .float32, _ body: () throws -> Result
  ) rethrows -> Result {
    guard products.isEmpty else { return try body() }
    let count = announced.reduce(0) { $0 + $1.weights.reduce(0) { $0 + $1.count } }
    let mayCopy =
      rowCount >= DecodingMaps.leastRowCount || count <= DecodingMaps.mostForFewRows
    defer {
      products = [:]
      hasOperators = false
    }
    withoutGradients {
      for maps in announced {
        products[ObjectIdentifier(maps.weights[0])] = maps.product(mayCopy: mayCopy, precision)
      }
      hasOperators = announced.allSatisfy(\.hasOperators)
    }
    return try body()
  }

  /// What maps that were announced together make of `x`, side by side; nil where nothing is ready.
  ///
  /// - Parameters:
  ///   - x: `[…, input width]`
  ///   - first: The weight of the first of them.
  /// - Returns: `[…, sum of the output widths]`
  func joined(_ x: Tensor, first: Tensor) -> Tensor? {
    product(for: x, first: first)?.linear(x)
  }

  /// What maps that were announced together make of `x`, each by itself; nil where nothing is ready.
  ///
  /// - Returns: `[…, output width]` each
  func maps(_ x: Tensor, first: Tensor) -> [Tensor]? {
    guard let product = product(for: x, first: first) else { return nil }
    return product.linear(x).split(into: product.widths, along: -1)
  }

  /// The map `x ↦ x·Wᵀ + b`, by what is ready.
  ///
  /// - Parameters:
  ///   - x: `[…, input width]`
  ///   - weight: As it was announced.
  public func linear(
    _ x: Tensor, _ weight: Tensor, bias: Tensor? = nil, isTransposed: Bool = false
  ) -> Tensor {
    if let product = product(for: x, first: weight), product.widths.count == 1 {
      return product.linear(x)
    }
    return x.linear(isTransposed ? weight.transposed(0, 1) : weight, bias: bias)
  }

  private func product(for x: Tensor, first: Tensor) -> Product? {
    guard !products.isEmpty, let product = products[ObjectIdentifier(first)],
      product.mostCount == Int.max || x.count <= product.mostCount
    else { return nil }
    return product
  }
}

extension DecodingMaps.Maps {
  private static let mostRows = 128

  fileprivate var hasOperators: Bool {
    hasOwnOperators(for: weights[0].dtype, on: weights[0].device)
  }

  private var widths: [Int] { weights.map { isTransposed ? $0.shape2.1 : $0.shape2.0 } }

  /// A bias for each map, zeros where it has none; nothing where none has one.
  private var allBiases: [Tensor] {
    guard biases.contains(where: { $0 != nil }) else { return [] }
    return zip(biases, widths).map { bias, width in
      bias ?? .zeros([width], weights[0].dtype, on: weights[0].device)
    }
  }

  /// What is ready in the place of the maps; nil where each is as good by itself.
  fileprivate func product(
    mayCopy: Bool, _ precision: WeightPrecision
  ) -> DecodingMaps.Product? {
    let inputWidth = isTransposed ? weights[0].shape2.0 : weights[0].shape2.1
    let mostCount = DecodingMaps.Maps.mostRows * inputWidth
    if hasOperators, weights.count == 1 || !isTransposed {
      return DecodingMaps.Product(
        linear: product(in: precision), widths: widths, mostCount: mostCount)
    }
    if precision == .bfloat16 {
      return DecodingMaps.Product(linear: roundedCopy, widths: widths, mostCount: mostCount)
    }
    guard weights.count > 1, mayCopy else { return nil }
    return DecodingMaps.Product(linear: copied, widths: widths)
  }

  private func product(in precision: WeightPrecision) -> (Tensor) -> Tensor {
    switch precision {
    case .float32: return isTransposed ? columnProduct : rowProduct
    case .bfloat16:
      let (weights, biases) = (rows.map { $0.to(.bfloat16).contiguous() }, allBiases)
      return { $0.rowProduct(weights, biases: biases) }
    case .int8:
      let (weights, biases) = (rows.map { $0.roundedWeight() }, allBiases)
      let (integers, scales) = (weights.map(\.integers), weights.map(\.scales))
      return { $0.rowProduct(integers, biases: biases, scales: scales) }
    }
  }

  /// The weights, with the outputs first.
  private var rows: [Tensor] { isTransposed ? weights.map { $0.transposed(0, 1) } : weights }

  private var rowProduct: (Tensor) -> Tensor {
    let (weights, biases) = (weights, allBiases)
    return { $0.rowProduct(weights, biases: biases) }
  }

  private var columnProduct: (Tensor) -> Tensor {
    let (weight, bias) = (weights[0], biases[0])
    return { $0.columnProduct(weight, bias: bias) }
  }

  /// By libtorch, in bfloat16 throughout; what follows is in the type of the input again.
  private var roundedCopy: (Tensor) -> Tensor {
    let weight = Tensor.concatenation(of: rows.map { $0.to(.bfloat16) }, along: 0)
    let bias = allBiases.isEmpty ? nil : Tensor.concatenation(of: allBiases, along: 0)
    return { x in
      let product = x.to(.bfloat16).linear(weight).to(x.dtype)
      return bias.map { product + $0 } ?? product
    }
  }

  /// In one product instead of several, which saves calls.
  private var copied: (Tensor) -> Tensor {
    let parts = weights.map { isTransposed ? $0.transposed(0, 1) : $0 }
    let weight = Tensor.concatenation(of: parts, along: 0)
    let bias = allBiases.isEmpty ? nil : Tensor.concatenation(of: allBiases, along: 0)
    return { $0.linear(weight, bias: bias) }
  }
}
