extension Tensor {
  /// At each place of `indices`, the element with that index along `dimension`.
  ///
  /// - Parameter indices: int64, of this tensor's rank.
  /// - Returns: The shape of `indices`.
  public func gathered(along dimension: Int, at indices: Tensor) -> Tensor {
    Op.gather(.tensor(self), .integer(dimension), .tensor(indices))
  }

  /// The slices along `dimension` that `indices` names, in its order.
  ///
  /// - Parameter indices: `[count]`, int64
  public func rows(at indices: Tensor, along dimension: Int = 0) -> Tensor {
    Op.indexSelect(.tensor(self), .integer(dimension), .tensor(indices))
  }

  /// The tensor with the slices of `source` added at `indices` along `dimension`.
  public func adding(_ source: Tensor, at indices: Tensor, along dimension: Int = 0) -> Tensor {
    Op.indexAdd(.tensor(self), .integer(dimension), .tensor(indices), .tensor(source))
  }

  /// The tensor with the elements of `source` written at `indices` along `dimension`.
  public func scattered(_ source: Tensor, at indices: Tensor, along dimension: Int) -> Tensor {
    Op.scatter(.tensor(self), .integer(dimension), .tensor(indices), .tensor(source))
  }

  /// Where a one-dimensional tensor is true, in rising order. `[count]`, int64
  public func indicesOfTrue() -> Tensor { Op.nonzero(.tensor(self)).reshaped([-1]) }

  /// The `count` largest elements along the last dimension, largest first, and their indices.
  public func largest(_ count: Int) -> (values: Tensor, indices: Tensor) {
    let results = Op.topK.all(.tensor(self), .integer(count))
    return (results[0], results[1])
  }

  /// The elements along the last dimension in order, and their indices; equals stay in place.
  public func sorted(descending: Bool = false) -> (values: Tensor, indices: Tensor) {
    let results = Op.sort.all(.tensor(self), .integer(-1), .boolean(descending))
    return (results[0], results[1])
  }

  /// Draws one index per row with the given probabilities.
  ///
  /// Self: `[rows, choices]`, not negative, with a positive sum in each row.
  /// - Returns: `[rows]`, int64
  public func sampledIndices(using generator: Generator) -> Tensor {
    Op.multinomial(.tensor(self), .integer(1), .boolean(true), .generator(generator)).squeezed(-1)
  }
}
