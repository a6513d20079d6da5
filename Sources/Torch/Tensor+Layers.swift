extension Tensor {
  /// The matrix product over the last two dimensions.
  public func matmul(_ other: Tensor) -> Tensor { Op.matmul(.tensor(self), .tensor(other)) }

  /// The map `x ↦ x·Wᵀ + b`.
  ///
  /// - Parameters:
  ///   - weight: `[output width, input width]`
  ///   - bias: `[output width]`
  /// - Returns: `[…, output width]`
  public func linear(_ weight: Tensor, bias: Tensor? = nil) -> Tensor {
    Op.linear(.tensor(self), .tensor(weight), .optional(bias))
  }

  /// The rows of this table at `indices`.
  ///
  /// - Parameter indices: `[…]`, int64
  /// - Returns: `[…, width]`
  public func embedding(of indices: Tensor) -> Tensor {
    Op.embedding(.tensor(self), .tensor(indices))
  }

  /// Probabilities along a dimension.
  public func softmax(along dimension: Int) -> Tensor {
    Op.softmax(.tensor(self), .integer(dimension))
  }

  /// Log probabilities along a dimension, in nats.
  public func logSoftmax(along dimension: Int) -> Tensor {
    Op.logSoftmax(.tensor(self), .integer(dimension))
  }

  /// x·σ(x) of each element.
  public func silu() -> Tensor { Op.silu(.tensor(self)) }

  /// x·Φ(x) of each element; `isApproximate` takes the tanh form.
  public func gelu(isApproximate: Bool) -> Tensor {
    Op.gelu(.tensor(self), .string(isApproximate ? "tanh" : "none"))
  }

  /// max(0, x) of each element.
  public func relu() -> Tensor { Op.relu(.tensor(self)) }

  /// c·tanh(x / c) of each element, for a bound c; the tensor itself when nil.
  public func softcapped(at bound: Double?) -> Tensor {
    guard let bound else { return self }
    return (self / bound).tanh() * bound
  }

  /// Divides by the root of the mean square over the last dimension, and multiplies by `weight`.
  ///
  /// For float32 on the CPU in one pass of libCTorch's, which keeps no more than the two for the
  /// backward pass.
  ///
  /// - Parameters:
  ///   - weight: `[width]`
  ///   - epsilon: What is added to the mean square.
  /// - Returns: `[…, width]`
  public func rmsNormalized(weight: Tensor, epsilon: Double) -> Tensor {
    guard weight.dtype == .float32, hasOwnOperators(for: dtype, on: device) else {
      return Op.rmsNorm(
        .tensor(self), .integers(weight.shape), .tensor(weight), .number(epsilon))
    }
    return Op.rootMeanSquare(.tensor(self), .tensor(weight), .number(epsilon))
  }

  /// SiLU(self) ⊙ up, which keeps no more than the two for the backward pass: it is libCTorch's own,
  /// for float32 on the CPU, and has gradients.
  ///
  /// - Parameter up: As `self`. `[…, hidden]`
  public func gatedUnits(_ up: Tensor) -> Tensor { Op.gatedUnits(.tensor(self), .tensor(up)) }

  /// The map `(SiLU(self) ⊙ up)·Wᵀ + b`, which keeps nothing between for the backward pass: it is
  /// libCTorch's own, for float32 on the CPU, and has gradients.
  ///
  /// - Parameters:
  ///   - up: `[…, hidden]`, as `self`
  ///   - weight: `[width, hidden]`
  ///   - bias: `[width]`
  /// - Returns: `[…, width]`
  public func gatedMap(_ up: Tensor, weight: Tensor, bias: Tensor?) -> Tensor {
    Op.gatedMap(.tensor(self), .tensor(up), .tensor(weight), .optional(bias))
  }

  /// Brings the last dimension to mean 0 and variance 1, then applies `weight` and `bias`.
  public func layerNormalized(weight: Tensor, bias: Tensor?, epsilon: Double) -> Tensor {
    Op.layerNorm(
      .tensor(self), .integers(weight.shape), .tensor(weight), .optional(bias), .number(epsilon))
  }
}

/// Which keys each query may attend to.
public enum AttentionPattern {
  /// Those up to its own position; queries and keys are the same positions.
  case causal
  /// All of them.
  case full
  /// Those where the tensor is true. `[batch or 1, heads or 1, query time, key time]`, bool
  case allowed(Tensor)
  /// Those of the query's own text up to its own position, where a single row holds many texts.
  case texts(TextLayout)
}

/// Whether a slot is among the last `window` up to a query's own. `[time, past + time]`, bool
///
/// - Parameter past: The number of slots before the first query's own.
public func attentionBand(
  _ time: Int, after past: Int = 0, window: Int, on device: Device
) -> Tensor {
  let everything = Tensor.ones([time, past + time], .bool, on: device)
  return everything.lowerTriangle(diagonal: past)
    .&& !everything.lowerTriangle(diagonal: past - window)
}

/// Scaled-dot-product attention, softmax(q·kᵀ·scale)·v.
///
/// Vaswani et al. 2017 (arXiv:1706.03762), eq. 1; with fewer key heads than query heads, each serves
/// several (grouped-query attention, arXiv:2305.13245).
///
/// - Parameters:
///   - queries: `[batch, heads, query time, head width]`
///   - keys: `[batch, key heads, key time, head width]`
///   - values: `[batch, key heads, key time, head width]`
///   - pattern: Which keys each query sees. A query that sees none gives zeros.
///   - scale: What the products are multiplied by; 1/√(head width) when nil.
///   - softcap: The bound c that the scaled products s are pressed into as c·tanh(s / c), if any.
/// - Returns: `[batch, heads, query time, head width]`
public func attention(
  queries: Tensor, keys: Tensor, values: Tensor, _ pattern: AttentionPattern,
  scale: Double? = nil, softcap: Double? = nil
) -> Tensor {
  if case .texts(let layout) = pattern {
    if softcap == nil, layout.window ?? .max >= layout.longestText,
      hasOwnOperators(for: queries.dtype, on: queries.device)
    {
      return Op.textAttention(
        .tensor(queries), .tensor(keys), .tensor(values), .integers(layout.texts), .optional(scale))
    }
    return layout.attention(queries, keys, values) { heads, pattern in
      attention(
        queries: heads.queries, keys: heads.keys, values: heads.values, pattern, scale: scale,
        softcap: softcap)
    }
  }
  if let softcap {
    return cappedAttention(queries, keys, values, pattern, scale: scale, softcap: softcap)
  }
  var mask: Tensor?
  var isCausal = false
  switch pattern {
  case .causal: isCausal = true
  case .full: break
  case .allowed(let attends): mask = attends
  case .texts: preconditionFailure("texts are mixed one by one")
  }
  let isGrouped = queries.shape4.1 != keys.shape4.1
  return Op.attention(
    .tensor(queries), .tensor(keys), .tensor(values), .optional(mask), .number(0),
    .boolean(isCausal), .optional(scale), .boolean(isGrouped))
}

/// Attention step by step, for libtorch's own bounds no products.
private func cappedAttention(
  _ queries: Tensor, _ keys: Tensor, _ values: Tensor, _ pattern: AttentionPattern,
  scale: Double?, softcap: Double
) -> Tensor {
  let (_, heads, time, headWidth) = queries.shape4
  let (_, keyHeads, keyTime, _) = keys.shape4
  func forEachQueryHead(_ x: Tensor) -> Tensor {
    heads == keyHeads ? x : x.repeated(heads / keyHeads, along: 1)
  }
  let products = queries.matmul(forEachQueryHead(keys).transposed(2, 3))
  let wide: DType = products.dtype == .float64 ? .float64 : .float32
  let scale = scale ?? 1 / Double(headWidth).squareRoot()
  let scores = (products.to(wide) * scale).softcapped(at: softcap)
  let weights: Tensor
  switch pattern {
  case .full: weights = scores.softmax(along: -1)
  case .causal:
    let isBefore = Tensor.ones([time, keyTime], .bool, on: queries.device).lowerTriangle()
    weights = weightsOf(scores, where: isBefore)
  case .allowed(let attends): weights = weightsOf(scores, where: attends)
  case .texts: preconditionFailure("texts are mixed one by one")
  }
  return weights.to(values.dtype).matmul(forEachQueryHead(values))
}

/// Softmax over what a query sees, zeros where it sees nothing.
private func weightsOf(_ scores: Tensor, where attends: Tensor) -> Tensor {
  // Not −∞: a query that sees nothing would get 0 / 0, in the gradient too.
  scores.filled(with: -1e30, unless: attends).softmax(along: -1).filled(with: 0, unless: attends)
}
