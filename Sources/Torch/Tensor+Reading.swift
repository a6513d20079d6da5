import CTorch

extension Tensor {
  /// Copies the elements, in row-major order, into an array.
  ///
  /// - Precondition: The tensor's type is `Element`'s: convert first with `to(_:)`.
  public func array<Element: TensorElement>(_ type: Element.Type = Element.self) -> [Element] {
    guard dtype == Element.dtype else {
      fatalError("a tensor of \(dtype) was read as \(Element.dtype)")
    }
    let source = detached().to(.cpu).contiguous()
    let count = source.count
    guard count > 0 else { return [] }
    guard let data = ct.tensor_data(source.handle) else { fatalError("a tensor without storage") }
    let values = UnsafeBufferPointer(start: data.assumingMemoryBound(to: type), count: count)
    defer { withExtendedLifetime(source) {} }
    return Array(values)
  }

  /// The elements as single-precision numbers, whatever floating-point or integer type they have.
  public var floats: [Float] { to(.float32).array() }

  /// The elements as integers.
  public var integers: [Int] { to(.int64).array() }

  /// The only element.
  ///
  /// - Precondition: There is exactly one.
  public var value: Double {
    let values: [Double] = to(.float64).array()
    guard values.count == 1 else { fatalError("one element was due, the shape is \(shape)") }
    return values[0]
  }

  /// Whether every element is a finite number.
  ///
  /// One reading, which makes nothing: of an element that is no number the extremes are none.
  public var isFinite: Bool {
    count == 0 || Op.extremes.all(.tensor(detached())).allSatisfy(\.value.isFinite)
  }

  /// The bytes of the elements, in row-major order.
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    let source = detached().to(.cpu).contiguous()
    defer { withExtendedLifetime(source) {} }
    let byteCount = source.count * source.dtype.byteCount
    guard byteCount > 0, let data = ct.tensor_data(source.handle) else {
      return try body(UnsafeRawBufferPointer(start: nil, count: 0))
    }
    return try body(UnsafeRawBufferPointer(start: data, count: byteCount))
  }
}
