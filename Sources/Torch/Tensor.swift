import CTorch

/// An array of numbers of one type with a shape, on one device, that may record gradients.
///
/// A tensor is a reference: it owns one handle of libtorch's and frees it when it goes. It is not
/// `Sendable`; what crosses tasks are Swift arrays. Operations trap when shapes do not fit.
public final class Tensor {
  let handle: ct_tensor

  /// Takes over a reference that libtorch gave out.
  init(owning handle: ct_tensor) { self.handle = handle }

  deinit { ct.tensor_release(handle) }

  /// The sizes of all dimensions.
  public var shape: [Int] {
    let sizes = ct.tensor_shape(handle)
    let shape = (0..<rank).map { Int(sizes[$0]) }
    withExtendedLifetime(self) {}
    return shape
  }

  /// The number of dimensions.
  public var rank: Int { Int(ct.tensor_rank(handle)) }

  /// The number of elements.
  public var count: Int { shape.reduce(1, *) }

  /// The bytes that memory of libtorch's own begins at multiples of, on the CPU.
  ///
  /// Elsewhere sums of the same numbers may be rounded in another order.
  static let alignment = 64

  /// Whether the first element is where memory of libtorch's own might begin.
  public var isAligned: Bool {
    device.kind != .cpu || UInt(bitPattern: ct.tensor_data(handle)) % UInt(Tensor.alignment) == 0
  }

  /// Whether the elements lie in row-major order without gaps.
  public var isContiguous: Bool { ct.tensor_is_contiguous(handle) }

  /// The type of the elements.
  public var dtype: DType {
    let code = ct.tensor_dtype(handle)
    guard let dtype = DType(rawValue: code) else { fatalError("dtype \(code) is not supported") }
    return dtype
  }

  /// Where the elements are.
  public var device: Device {
    var kind: Int32 = 0
    var index: Int32 = 0
    ct.tensor_device(handle, &kind, &index)
    guard let known = Device.Kind.allCases.first(where: { $0.code == kind }) else {
      fatalError("device type \(kind) is not supported")
    }
    return Device(kind: known, index: Int(index))
  }

  /// The only size of a tensor with one dimension.
  public var shape1: Int { sizes(1)[0] }

  /// The two sizes of a tensor with two dimensions: names the axes and checks the rank at once.
  public var shape2: (Int, Int) {
    let sizes = sizes(2)
    return (sizes[0], sizes[1])
  }

  /// The three sizes of a tensor with three dimensions.
  public var shape3: (Int, Int, Int) {
    let sizes = sizes(3)
    return (sizes[0], sizes[1], sizes[2])
  }

  /// The four sizes of a tensor with four dimensions.
  public var shape4: (Int, Int, Int, Int) {
    let sizes = sizes(4)
    return (sizes[0], sizes[1], sizes[2], sizes[3])
  }

  private func sizes(_ rank: Int) -> [Int] {
    let shape = shape
    guard shape.count == rank else { fatalError("rank \(rank) was due, the shape is \(shape)") }
    return shape
  }
}

extension Tensor: CustomStringConvertible {
  /// Type, shape and device, as `float32 [2, 3] on cpu`.
  public var description: String { "\(dtype) \(shape) on \(device)" }
}
