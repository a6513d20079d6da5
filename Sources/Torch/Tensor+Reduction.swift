extension Tensor {
  /// The sum of all elements. `[]`
  public func sum() -> Tensor { Op.sum(.tensor(self)) }

  /// Sums over one dimension.
  public func sum(along dimension: Int, keepingDimension: Bool = false) -> Tensor {
    Op.sumAlong(.tensor(self), .integers([dimension]), .boolean(keepingDimension))
  }

  /// The mean of all elements. `[]`
  public func mean() -> Tensor { Op.mean(.tensor(self)) }

  /// Means over one dimension.
  public func mean(along dimension: Int, keepingDimension: Bool = false) -> Tensor {
    Op.meanAlong(.tensor(self), .integers([dimension]), .boolean(keepingDimension))
  }

  /// The largest element. `[]`
  public func max() -> Tensor { Op.max(.tensor(self)) }

  /// The smallest element. `[]`
  public func min() -> Tensor { Op.min(.tensor(self)) }

  /// The largest elements over one dimension.
  public func max(along dimension: Int, keepingDimension: Bool = false) -> Tensor {
    Op.maxAlong(.tensor(self), .integers([dimension]), .boolean(keepingDimension))
  }

  /// The smallest elements over one dimension.
  public func min(along dimension: Int, keepingDimension: Bool = false) -> Tensor {
    Op.minAlong(.tensor(self), .integers([dimension]), .boolean(keepingDimension))
  }

  /// Where the largest element is over one dimension; the first of equals. int64
  public func argmax(along dimension: Int) -> Tensor {
    Op.argmax(.tensor(self), .integer(dimension))
  }

  /// The logarithm of the sum of exponentials over one dimension, without overflow.
  public func logSumExp(along dimension: Int, keepingDimension: Bool = false) -> Tensor {
    Op.logSumExp(.tensor(self), .integers([dimension]), .boolean(keepingDimension))
  }

  /// Sums of the elements up to and including each, over one dimension.
  public func cumulativeSum(along dimension: Int) -> Tensor {
    Op.cumulativeSum(.tensor(self), .integer(dimension))
  }

  /// Whether every element is true. `[]`, bool
  public func all() -> Tensor { Op.all(.tensor(self)) }

  /// Whether any element is true. `[]`, bool
  public func any() -> Tensor { Op.any(.tensor(self)) }

  /// The Euclidean length of all elements. `[]`
  public func norm() -> Tensor { Op.norm(.tensor(self), .number(2)) }
}
