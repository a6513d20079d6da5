extension Tensor {
  /// The same elements in another shape; one size may be -1.
  public func reshaped(_ shape: [Int]) -> Tensor { Op.reshape(.tensor(self), .integers(shape)) }

  /// The tensor with two dimensions exchanged.
  public func transposed(_ first: Int, _ second: Int) -> Tensor {
    Op.transpose(.tensor(self), .integer(first), .integer(second))
  }

  /// The tensor with its dimensions in another order.
  public func permuted(_ order: [Int]) -> Tensor { Op.permute(.tensor(self), .integers(order)) }

  /// The elements whose index along `dimension` is in `range`; a view.
  public func slice(_ range: Range<Int>, along dimension: Int) -> Tensor {
    Op.slice(
      .tensor(self), .integer(dimension), .integer(range.lowerBound), .integer(range.upperBound))
  }

  /// The elements whose index along `dimension` is at least `start`; a view.
  public func suffix(from start: Int, along dimension: Int) -> Tensor {
    Op.slice(.tensor(self), .integer(dimension), .integer(start))
  }

  /// The elements at one index along a dimension, which goes; a view.
  public func select(_ index: Int, along dimension: Int) -> Tensor {
    Op.select(.tensor(self), .integer(dimension), .integer(index))
  }

  /// The tensor repeated without copying along dimensions of size 1; -1 keeps a size.
  public func expanded(_ shape: [Int]) -> Tensor { Op.expand(.tensor(self), .integers(shape)) }

  /// The tensor with a new dimension of size 1.
  public func unsqueezed(_ dimension: Int) -> Tensor {
    Op.unsqueeze(.tensor(self), .integer(dimension))
  }

  /// The tensor without a dimension of size 1.
  public func squeezed(_ dimension: Int) -> Tensor {
    Op.squeeze(.tensor(self), .integer(dimension))
  }

  /// Each element along a dimension `count` times in a row.
  public func repeated(_ count: Int, along dimension: Int) -> Tensor {
    Op.repeatInterleave(.tensor(self), .integer(count), .integer(dimension))
  }

  /// The elements in reverse order along a dimension.
  public func flipped(along dimension: Int) -> Tensor {
    Op.flip(.tensor(self), .integers([dimension]))
  }

  /// The elements moved on by `count` places along a dimension; those past the end come first.
  public func rolled(by count: Int, along dimension: Int) -> Tensor {
    Op.roll(.tensor(self), .integers([count]), .integers([dimension]))
  }

  /// The matrix with everything above its diagonal set to zero or false.
  public func lowerTriangle(diagonal: Int = 0) -> Tensor {
    Op.tril(.tensor(self), .integer(diagonal))
  }

  /// The tensor cut into pieces along a dimension; views.
  ///
  /// - Parameter sizes: Of the pieces; their sum is the dimension's size.
  public func split(into sizes: [Int], along dimension: Int) -> [Tensor] {
    Op.split.all(
      .tensor(self), .integers(sizes), .integer(dimension), upTo: sizes.count)
  }

  /// Joins tensors along a dimension that they have.
  public static func concatenation(of tensors: [Tensor], along dimension: Int) -> Tensor {
    Op.cat(.tensors(tensors), .integer(dimension))
  }

  /// Joins tensors of one shape along a new dimension.
  public static func stack(of tensors: [Tensor], along dimension: Int = 0) -> Tensor {
    Op.stack(.tensors(tensors), .integer(dimension))
  }
}
