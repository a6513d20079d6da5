import CTorch

extension Tensor {
  /// Whether operations on this tensor are recorded for `backward()`.
  public var requiresGradient: Bool {
    get { ct.requires_gradient(handle) }
    set {
      guard ct.set_requires_gradient(handle, newValue) == CT_OK else {
        fatalError("gradients of \(self): \(lastError())")
      }
    }
  }

  /// What `backward()` has added up so far, or nil.
  public var gradient: Tensor? {
    get { ct.gradient(handle).map(Tensor.init(owning:)) }
    set {
      guard ct.set_gradient(handle, newValue?.handle) == CT_OK else {
        fatalError("setting the gradient of \(self): \(lastError())")
      }
      withExtendedLifetime(newValue) {}
    }
  }

  /// Adds the derivative of this scalar to the gradient of every tensor it was computed from.
  public func backward() {
    let status = ct.backward(handle)
    if status == CT_OUT_OF_MEMORY { endOutOfMemory("backward") }
    guard status == CT_OK else { fatalError("backward from \(self): \(lastError())") }
  }

  /// Finds the derivative of this scalar with respect to each of `inputs`, without adding it up.
  public func gradients(of inputs: [Tensor]) -> [Tensor?] {
    var found = [ct_tensor?](repeating: nil, count: inputs.count)
    let handles = inputs.map(\.handle)
    let status = ct.gradients(handle, handles, Int32(inputs.count), &found)
    withExtendedLifetime(inputs) {}
    guard status == CT_OK else { fatalError("gradients of \(self): \(lastError())") }
    return found.map { $0.map(Tensor.init(owning:)) }
  }
}

/// Runs `body` without recording operations for gradients.
///
/// The mode belongs to the thread: `body` must not suspend.
public func withoutGradients<Result>(_ body: () throws -> Result) rethrows -> Result {
  let before = ct.set_gradients_recorded(false)
  defer { _ = ct.set_gradients_recorded(before) }
  return try body()
}

/// Runs `body` with matrix products in `dtype`; with `.float32`, runs it as it is.
///
/// Weights and reductions keep their own type (mixed precision, Micikevicius et al. 2018,
/// arXiv:1710.03740). The mode belongs to the thread: `body` must not suspend.
public func withAutocast<Result>(
  to dtype: DType, on device: Device, _ body: () throws -> Result
) rethrows -> Result {
  guard dtype != .float32 else { return try body() }
  guard ct.set_autocast(device.kind.code, true, dtype.rawValue) == CT_OK else {
    fatalError("autocast to \(dtype) on \(device): \(lastError())")
  }
  defer { _ = ct.set_autocast(device.kind.code, false, dtype.rawValue) }
  return try body()
}

/// Runs `body` with matrix products in `dtype`, and all else in the type that it has; with `.float32`, runs it as it is.
///
/// On the CPU linear maps and the head round the factors of their products to bfloat16, and what is made of them is
/// float32 again, which our operators go on with; elsewhere it is `withAutocast`. The mode belongs to the thread:
/// `body` must not suspend.
public func withProducts<Result>(
  in dtype: DType, on device: Device, _ body: () throws -> Result
) rethrows -> Result {
  guard dtype == .bfloat16, device.kind == .cpu else {
    return try withAutocast(to: dtype, on: device, body)
  }
  let before = ct.set_products_rounded(true)
  defer { _ = ct.set_products_rounded(before) }
  return try body()
}

/// Whether matrix products of float32 are made in another type here.
public func isAutocasting(on device: Device) -> Bool {
  let one = Tensor.ones([1, 1], on: device)
  return withoutGradients { one.linear(one).dtype != .float32 }
}
