import CTorch

/// A source of random numbers whose state can be saved and put back.
public final class Generator {
  let handle: ct_generator
  /// Where its numbers are drawn.
  public let device: Device

  /// Seeds a generator: the same seed gives the same numbers on the same kind of device.
  public init(seed: UInt64, on device: Device = .cpu) {
    var made: ct_generator?
    let status = ct.generator_make(device.kind.code, Int32(device.index), seed, &made)
    guard status == CT_OK, let made else { fatalError("generator on \(device): \(lastError())") }
    handle = made
    self.device = device
  }

  deinit { ct.generator_release(handle) }

  /// Everything the next numbers depend on; opaque bytes of libtorch's.
  public var state: [UInt8] {
    get {
      var state: ct_tensor?
      guard ct.generator_state(handle, &state) == CT_OK, let state else {
        fatalError("generator state: \(lastError())")
      }
      return Tensor(owning: state).array()
    }
    set {
      let state = Tensor(newValue)
      guard ct.generator_set_state(handle, state.handle) == CT_OK else {
        fatalError("generator state of \(newValue.count) bytes: \(lastError())")
      }
      withExtendedLifetime(state) {}
    }
  }
}
