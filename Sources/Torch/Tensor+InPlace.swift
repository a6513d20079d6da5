extension Tensor {
  /// Overwrites the elements with `source`'s, converting type and device.
  public func assign(_ source: Tensor) { Op.copyInto(.tensor(self), .tensor(source)) }

  /// Adds `other` times `scale` to the elements.
  public func add(_ other: Tensor, times scale: Double = 1) {
    Op.addInto(.tensor(self), .tensor(other), .number(scale))
  }

  /// Multiplies the elements by a number.
  public func scale(by factor: Double) { Op.multiplyInto(.tensor(self), .number(factor)) }

  /// Sets all elements to one value.
  public func fill(_ value: Double) { Op.fill(.tensor(self), .number(value)) }

  /// Overwrites the slices at `indices` along `dimension` with those of `source`.
  public func assign(_ source: Tensor, at indices: Tensor, along dimension: Int) {
    Op.indexCopy(.tensor(self), .integer(dimension), .tensor(indices), .tensor(source))
  }
}
