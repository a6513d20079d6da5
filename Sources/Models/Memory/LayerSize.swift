/// What a layer is made of, and what it keeps for the backward pass.
struct LayerSize: Equatable {
  /// A linear map, by its sizes.
  struct Map: Equatable {
    /// The last part of its name, as adapters are asked for by.
    let name: String
    let inputWidth: Int
    let outputWidth: Int
    let hasBias: Bool

    var weightCount: Int { inputWidth * outputWidth }
  }

  /// Numbers that are kept for each token.
  struct Kept: Equatable {
    /// Why they are kept.
    enum Reason: Equatable {
      /// Gradients flow through what they were part of.
      case always
      /// A map that reads them learns.
      case maps([String])
      /// Products are not in float32, so that SiLU and what it opens are two operations, and a
      /// normalization several.
      case apart
      /// The same, and a weight beside the linear maps learns, as that of a normalization.
      case apartForVectors
      /// A gate and the map behind it are two operations, where products are not in float32, or the
      /// map has an adapter or few bits; and that map learns.
      case behindGate(map: String)
    }

    let count: Int
    let reason: Reason
    /// Whether they are of the type of matrix products, and not always float32.
    let isNarrow: Bool
  }

  private(set) var maps: [Map] = []
  /// The weights of normalizations.
  private(set) var vectorCount = 0
  private(set) var kept: [Kept] = []
  /// Numbers kept for each token and each token of its row, where attention is made step by step.
  private(set) var keptPerPair = 0

  /// Adds a root-mean-square normalization.
  ///
  /// Its input is kept; where it is several operations, also the root, and the normalized input for
  /// the gradient of the weight.
  ///
  /// - Parameter groups: How many of them are beside each other in one token, with one weight.
  mutating func addRMSNorm(_ width: Int, inGroupsOf groups: Int = 1, keepsInput: Bool = true) {
    vectorCount += width
    if keepsInput { keep(width * groups) }
    keep(groups, .apart)
    keep(width * groups, .apartForVectors)
  }

  /// Adds a normalization with a mean, whose input, mean and deviation are kept.
  ///
  /// - Parameter keepsInput: Not where it is kept already.
  mutating func addLayerNorm(_ width: Int, keepsInput: Bool = true) {
    vectorCount += 2 * width
    keep((keepsInput ? width : 0) + 2)
  }

  /// Adds linear maps that read the same numbers, which are kept for the gradients of their weights.
  ///
  /// - Parameter keepsInput: Not where it is kept already.
  mutating func addMaps(
    from width: Int, _ outputs: [(name: String, width: Int)], hasBias: Bool = false,
    keepsInput: Bool = true
  ) {
    maps += outputs.map {
      Map(name: $0.name, inputWidth: width, outputWidth: $0.width, hasBias: hasBias)
    }
    if keepsInput { keep(width, .maps(outputs.map(\.name)), isNarrow: true) }
  }

  /// Adds attention in one operation: queries, keys, values, what comes out, and one number per head.
  ///
  /// - Parameter values: The numbers that stay because values are a part of them.
  mutating func addAttention(queries: Int, keys: Int, values: Int, heads: Int) {
    keep(2 * queries + keys + values, isNarrow: true)
    keep(heads)
  }

  /// Adds attention step by step: keys and values repeated for each query head, and the products
  /// before and after softmax.
  mutating func addCappedAttention(queries: Int, heads: Int) {
    keep(4 * queries, isNarrow: true)
    keptPerPair += 3 * heads
  }

  /// Keeps numbers for each token.
  mutating func keep(_ count: Int, _ reason: Kept.Reason = .always, isNarrow: Bool = false) {
    kept.append(Kept(count: count, reason: reason, isNarrow: isNarrow))
  }

  /// The weights of all maps and normalizations.
  var parameterCount: Int {
    maps.reduce(vectorCount) { $0 + $1.weightCount + ($1.hasBias ? $1.outputWidth : 0) }
  }
}
