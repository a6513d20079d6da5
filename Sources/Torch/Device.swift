import CTorch

/// Where a tensor's elements are, and where operations on it run.
public struct Device: Sendable, Hashable, CustomStringConvertible {
  /// The kinds of device that libtorch may have.
  public enum Kind: String, Sendable, CaseIterable {
    case cpu, cuda, mps

    var code: Int32 {
      switch self {
      case .cpu: CT_CPU.rawValue
      case .cuda: CT_CUDA.rawValue
      case .mps: CT_MPS.rawValue
      }
    }
  }

  /// The kind of device.
  public let kind: Kind
  /// Which of several; 0 for the first.
  public let index: Int

  /// The machine's processors.
  public static let cpu = Device(kind: .cpu, index: 0)

  /// Names a device without asking whether it is there.
  public init(kind: Kind, index: Int) {
    self.kind = kind
    self.index = index
  }

  /// Finds the device that `name` means: `cpu`, `cuda`, `cuda:1`, `mps`, or `auto` for the best one.
  ///
  /// - Throws: `TorchError.deviceNotAvailable` when this libtorch or machine has none like it.
  public init(named name: String) throws(TorchError) {
    if name == "auto" {
      self = Device.best
      return
    }
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    guard let kind = parts.first.flatMap({ Kind(rawValue: String($0)) }), parts.count <= 2,
      let index = parts.count == 2 ? Int(parts[1]) : 0,
      (0..<Device.count(of: kind)).contains(index)
    else { throw .deviceNotAvailable("‘\(name)’") }
    self.init(kind: kind, index: index)
  }

  /// The first GPU if there is one, and the CPU if not.
  public static var best: Device {
    for kind in [Kind.cuda, .mps] where count(of: kind) > 0 { return Device(kind: kind, index: 0) }
    return .cpu
  }

  /// The number of devices of a kind that can be used now.
  public static func count(of kind: Kind) -> Int { Int(ct.device_count(kind.code)) }

  /// The name, as `cuda:0`.
  public var description: String { kind == .cpu ? "cpu" : "\(kind.rawValue):\(index)" }
}
