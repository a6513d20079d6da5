/// Whether libCTorch's own operators take tensors of this kind: those of float32 on the CPU.
public func hasOwnOperators(for dtype: DType, on device: Device) -> Bool {
  device.kind == .cpu && dtype == .float32 && !isAutocasting(on: .cpu)
}

// Operators for a decoding step, which record no gradients.

extension Tensor {
  /// The maps `x ↦ x·Wᵀ + b` of one input, side by side, in one product that suits few rows.
  ///
  /// - Parameters:
  ///   - weights: In float32 or bfloat16, without gaps, or of `roundedWeight`. `[output width, width]` each
  ///   - biases: One for each weight, or none at all. `[output width]`
  ///   - scales: Those of `roundedWeight`, for each weight; none where weights are no integers. `[output width]`
  /// - Returns: `[…, sum of the output widths]`
  public func rowProduct(_ weights: [Tensor], biases: [Tensor], scales: [Tensor] = []) -> Tensor {
    Op.rowProduct(.tensor(self), .tensors(weights), .tensors(biases), .tensors(scales))
  }

  /// A weight `[output width, width]` as whole numbers from −127 to 127, each times the scale of its output.
  ///
  /// - Returns: The integers in an order that `rowProduct` knows, int8, and the scales. `[output width, width]`, `[output width]`
  public func roundedWeight() -> (integers: Tensor, scales: Tensor) {
    let found = Op.roundedWeight.all(.tensor(self), upTo: 2)
    return (found[0], found[1])
  }

  /// The map `x ↦ x·W + b` in one product that suits few rows.
  ///
  /// - Parameters:
  ///   - weight: `[width, output width]`, without gaps
  ///   - bias: `[output width]`
  /// - Returns: `[…, output width]`
  public func columnProduct(_ weight: Tensor, bias: Tensor?) -> Tensor {
    Op.columnProduct(.tensor(self), .tensor(weight), .optional(bias))
  }

  /// SiLU of the first half of each row times the second half, in one pass.
  ///
  /// `[…, 2 · width]` gives `[…, width]`.
  public func gatedHalves() -> Tensor { Op.gatedHalves(.tensor(self)) }
}

/// Chooses from logits the likeliest token of each row, or the one that the row's uniform number points at:
/// the first at which the summed probabilities exceed it.
///
/// - Parameters:
///   - logits: `[batch, vocabulary]`
///   - uniforms: In `0..<1`; none when the choice is greedy. `[batch]`, float64
/// - Returns: The tokens, int64, and their log-probabilities at the temperature, which are NaN where logits are NaN or none is finite. `[batch]` each
public func tokenChoice(
  logits: Tensor, temperature: Double, uniforms: Tensor?
) -> (tokens: Tensor, logProbabilities: Tensor) {
  let found = Op.tokenChoice.all(
    .tensor(logits), .number(temperature), .optional(uniforms), upTo: 2)
  return (found[0], found[1])
}

/// Attention of one new token of each row: turns queries and keys, writes keys and values into a slot
/// of their caches, and mixes the values of the slots up to it.
///
/// - Parameters:
///   - queries: `[batch, 1, heads, head width]`
///   - keys: `[batch, 1, key heads, head width]`
///   - values: `[batch, 1, key heads, head width]`
///   - caches: Without gaps; both are written. `[batch, key heads, capacity, head width]` each
///   - length: The slots before the new one.
///   - rotation: The cosines, and the sines with the sign of the first half changed; the features of a head that
///     are turned come first. `[batch, 1, 1, turned width]` each
///   - allowed: Which slots may be seen, the new one always. `[batch or 1, 1, 1, length + 1]`, bool
///   - scale: What the products are multiplied by.
/// - Returns: `[batch, 1, heads · head width]`
public func decodingAttention(
  queries: Tensor, keys: Tensor, values: Tensor, caches: (keys: Tensor, values: Tensor),
  length: Int, rotation: (cosines: Tensor, sines: Tensor)?, allowed: Tensor?, scale: Double
) -> Tensor {
  Op.decodingAttention(
    .tensor(queries), .tensor(keys), .tensor(values), .tensor(caches.keys),
    .tensor(caches.values), .integer(length), .optional(rotation?.cosines),
    .optional(rotation?.sines), .optional(allowed), .number(scale))
}
