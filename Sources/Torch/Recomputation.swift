import CTorch

/// Finds what `body` makes of `inputs` without keeping anything between for the backward pass,
/// which runs it again instead.
///
/// Time for memory, Chen et al. 2016 (arXiv:1604.06174). Gradients flow to `inputs` alone; whatever
/// else `body` uses is a constant.
///
/// - Parameters:
///   - inputs: What `body` is given. Weights among them may be used by `body` as it holds them.
///   - body: Makes the same of the same inputs each time it runs.
public func recomputed(_ inputs: [Tensor], _ body: @escaping ([Tensor]) -> Tensor) -> Tensor {
  let context = Unmanaged.passRetained(Body(body))
  var made: ct_tensor?
  let status = ct.recompute(
    inputs.map(\.handle), Int32(inputs.count), runBody, context.toOpaque(), releaseBody, &made)
  withExtendedLifetime(inputs) {}
  if status == CT_OUT_OF_MEMORY { endOutOfMemory("a recomputed tensor") }
  guard status == CT_OK, let made else { fatalError("recomputed: \(lastError())") }
  return Tensor(owning: made)
}

private final class Body {
  let run: ([Tensor]) -> Tensor
  init(_ run: @escaping ([Tensor]) -> Tensor) { self.run = run }
}

private func runBody(
  _ context: UnsafeMutableRawPointer, _ inputs: UnsafePointer<ct_tensor>, _ count: Int32
) -> ct_tensor {
  let body = Unmanaged<Body>.fromOpaque(context).takeUnretainedValue()
  let made = body.run((0..<Int(count)).map { Tensor(owning: ct.tensor_retain(inputs[$0])) })
  let handle = ct.tensor_retain(made.handle)
  withExtendedLifetime(made) {}
  return handle
}

private func releaseBody(_ context: UnsafeMutableRawPointer) {
  Unmanaged<Body>.fromOpaque(context).release()
}
