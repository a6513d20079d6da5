import CTorch

extension Tensor {
  /// Copies `values`, in row-major order, into a new tensor.
  ///
  /// - Parameter shape: As many elements as `values`; one dimension when left out.
  public convenience init<Element: TensorElement>(
    _ values: [Element], shape: [Int]? = nil, on device: Device = .cpu
  ) {
    let made = values.withUnsafeBytes { bytes in
      Tensor.copying(bytes, shape: shape ?? [values.count], Element.dtype)
    }
    self.init(owning: ct.tensor_retain(made.to(device).handle))
    withExtendedLifetime(made) {}
  }

  /// A tensor without dimensions.
  public static func scalar(
    _ value: Double, _ dtype: DType = .float32, on device: Device = .cpu
  ) -> Tensor { full([], value, dtype, on: device) }

  /// A tensor of zeros.
  public static func zeros(
    _ shape: [Int], _ dtype: DType = .float32, on device: Device = .cpu
  ) -> Tensor { Op.zeros(.integers(shape), .dtype(dtype), .none, .device(device)) }

  /// A tensor of ones.
  public static func ones(
    _ shape: [Int], _ dtype: DType = .float32, on device: Device = .cpu
  ) -> Tensor { Op.ones(.integers(shape), .dtype(dtype), .none, .device(device)) }

  /// A tensor of one value.
  public static func full(
    _ shape: [Int], _ value: Double, _ dtype: DType = .float32, on device: Device = .cpu
  ) -> Tensor {
    Op.full(.integers(shape), .number(value), .dtype(dtype), .none, .device(device))
  }

  /// A tensor of any values, to be written before it is read.
  public static func empty(
    _ shape: [Int], _ dtype: DType = .float32, on device: Device = .cpu
  ) -> Tensor { Op.empty(.integers(shape), .dtype(dtype), .none, .device(device)) }

  /// The integers of a range. `[count]`, int64
  public static func range(_ range: Range<Int>, on device: Device = .cpu) -> Tensor {
    Op.arange(
      .integer(range.lowerBound), .integer(range.upperBound), .dtype(.int64), .none, .device(device)
    )
  }

  /// Draws from the normal distribution with mean 0 and standard deviation 1.
  public static func normal(
    _ shape: [Int], using generator: Generator, _ dtype: DType = .float32
  ) -> Tensor {
    Op.normal(
      .integers(shape), .generator(generator), .dtype(dtype), .none, .device(generator.device))
  }

  /// Draws from the uniform distribution over `0..<1`.
  public static func uniform(
    _ shape: [Int], using generator: Generator, _ dtype: DType = .float32
  ) -> Tensor {
    Op.uniform(
      .integers(shape), .generator(generator), .dtype(dtype), .none, .device(generator.device))
  }

  static func copying(
    _ bytes: UnsafeRawBufferPointer, shape: [Int], _ dtype: DType
  )
    -> Tensor
  {
    var nothing: UInt8 = 0
    let sizes = shape.map(Int64.init)
    var made: ct_tensor?
    let status = withUnsafePointer(to: &nothing) { empty in
      sizes.withUnsafeBufferPointer { sizes in
        withUnsafeTemporaryAllocation(of: Int64.self, capacity: 1) { spare in
          ct.tensor_copy_in(
            bytes.baseAddress ?? UnsafeRawPointer(empty), Int64(bytes.count),
            sizes.baseAddress ?? UnsafePointer(spare.start), Int32(shape.count),
            dtype.rawValue, &made)
        }
      }
    }
    if status == CT_OUT_OF_MEMORY { endOutOfMemory("a new tensor") }
    guard status == CT_OK, let made else {
      fatalError("a tensor of shape \(shape) from \(bytes.count) bytes: \(lastError())")
    }
    return Tensor(owning: made)
  }
}
