/// The type of a tensor's elements; the raw values are libtorch's.
public enum DType: Int32, Sendable, Codable, CaseIterable {
  case uint8 = 0
  case int8 = 1
  case int16 = 2
  case int32 = 3
  case int64 = 4
  case float16 = 5
  case float32 = 6
  case float64 = 7
  case bool = 11
  case bfloat16 = 15

  /// The size of one element in bytes.
  public var byteCount: Int {
    switch self {
    case .uint8, .int8, .bool: 1
    case .int16, .float16, .bfloat16: 2
    case .int32, .float32: 4
    case .int64, .float64: 8
    }
  }

  /// Whether elements are floating-point numbers.
  public var isFloatingPoint: Bool {
    switch self {
    case .float16, .float32, .float64, .bfloat16: true
    default: false
    }
  }

  /// The name that safetensors files use, as `BF16`.
  public var safetensorsName: String {
    switch self {
    case .uint8: "U8"
    case .int8: "I8"
    case .int16: "I16"
    case .int32: "I32"
    case .int64: "I64"
    case .float16: "F16"
    case .float32: "F32"
    case .float64: "F64"
    case .bool: "BOOL"
    case .bfloat16: "BF16"
    }
  }
}

/// A Swift type that tensors can be made from and read into.
public protocol TensorElement {
  /// The type of the elements in libtorch.
  static var dtype: DType { get }
}

extension Float: TensorElement {
  /// Single precision.
  public static var dtype: DType { .float32 }
}

extension Double: TensorElement {
  /// Double precision.
  public static var dtype: DType { .float64 }
}

extension Int: TensorElement {
  /// Token ids, positions and counts.
  public static var dtype: DType { .int64 }
}

extension Int32: TensorElement {
  /// 32-bit integers.
  public static var dtype: DType { .int32 }
}

extension UInt8: TensorElement {
  /// Bytes.
  public static var dtype: DType { .uint8 }
}

extension Bool: TensorElement {
  /// Whether something counts.
  public static var dtype: DType { .bool }
}
