extension Tensor {
  /// The elements in another type; the tensor itself when it already has it.
  public func to(_ dtype: DType) -> Tensor {
    dtype == self.dtype ? self : Op.toDType(.tensor(self), .dtype(dtype))
  }

  /// The tensor on another device; the tensor itself when it is already there.
  public func to(_ device: Device) -> Tensor {
    device == self.device
      ? self : Op.toDevice(.tensor(self), .device(device), .dtype(dtype))
  }

  /// The tensor with its elements in row-major order in memory.
  public func contiguous() -> Tensor { Op.contiguous(.tensor(self)) }

  /// The same elements, cut off from the record of gradients.
  public func detached() -> Tensor { Op.detach(.tensor(self)) }

  /// A copy of the elements; gradients flow through it.
  public func copy() -> Tensor { Op.clone(.tensor(self)) }
}
