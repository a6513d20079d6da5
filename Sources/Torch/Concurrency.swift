import CTorch

/// Runs two bodies at once on the CPU, each with half of the threads and the modes of the caller.
///
/// Small operations gain little from two threads that wait for each other at the end of each; two computations that
/// know nothing of one another do. With one thread they run one after the other.
///
/// - Returns: What the bodies return, in their order.
/// - Throws: What the first body that fails throws; both have run then.
public func both<Result, Failure: Error>(
  _ first: () throws(Failure) -> Result, _ second: () throws(Failure) -> Result
) throws(Failure) -> (Result, Result) {
  guard threadCount > 1 else { return (try first(), try second()) }
  return try withoutActuallyEscaping(first) { first throws(Failure) in
    try withoutActuallyEscaping(second) { second throws(Failure) in
      let tasks = (Task(first), Task(second))
      ct.run_both(
        runTask, Unmanaged.passUnretained(tasks.0 as AnyTask).toOpaque(),
        Unmanaged.passUnretained(tasks.1 as AnyTask).toOpaque())
      return (try tasks.0.result(), try tasks.1.result())
    }
  }
}

private class AnyTask {
  func run() {}
}

private final class Task<Value, Failure: Error>: AnyTask {
  private let body: () throws(Failure) -> Value
  private var outcome: Result<Value, Failure>?

  init(_ body: @escaping () throws(Failure) -> Value) { self.body = body }

  override func run() {
    do throws(Failure) {
      outcome = .success(try body())
    } catch {
      outcome = .failure(error)
    }
  }

  func result() throws(Failure) -> Value {
    guard let outcome else { preconditionFailure("the task was not run") }
    return try outcome.get()
  }
}

private func runTask(_ context: UnsafeMutableRawPointer) {
  Unmanaged<AnyTask>.fromOpaque(context).takeUnretainedValue().run()
}
