import CTorch
import Foundation

/// Work of a GPU that was recorded once, and is done again by one call on the same memory.
///
/// A step of few rows is hundreds of kernels that each take less time than it takes to start them.
public final class DeviceGraph {
  private let handle: ct_graph

  /// Whether what a device does can be recorded.
  ///
  /// The environment variable `RLHF_GRAPHS` turns it off with `0`.
  public static func isAvailable(on device: Device) -> Bool {
    ct.has_graphs(device.kind.code) && ProcessInfo.processInfo.environment["RLHF_GRAPHS"] != "0"
  }

  /// Records what `body` would do, and does not do it.
  ///
  /// Ends the program where that fails. What `body` makes stays where it is as long as the graph
  /// lives, and is written anew by each `replay`.
  ///
  /// - Parameter body: Must neither read from the device nor bring anything to it, and must have run
  ///   once before, so that libraries have what they make at their first use.
  public init(on device: Device, recording body: () -> Void) {
    let made: ct_graph? = withoutActuallyEscaping(body) { body in
      let recording = Recording(body)
      var made: ct_graph?
      let status = ct.graph_capture(
        device.kind.code, Int32(device.index), record,
        Unmanaged.passUnretained(recording).toOpaque(), &made)
      withExtendedLifetime(recording) {}
      if status == CT_OUT_OF_MEMORY { endOutOfMemory("a recorded step") }
      return status == CT_OK ? made : nil
    }
    guard let made else {
      endProcess(
        saying: "\(device) records no graph: \(lastError()); set RLHF_GRAPHS=0 to decode without")
    }
    handle = made
  }

  deinit { ct.graph_release(handle) }

  /// Does what was recorded.
  public func replay() {
    guard ct.graph_replay(handle) == CT_OK else { fatalError("a recorded step: \(lastError())") }
  }
}

private final class Recording {
  let body: () -> Void
  init(_ body: @escaping () -> Void) { self.body = body }
}

private func record(_ context: UnsafeMutableRawPointer) {
  Unmanaged<Recording>.fromOpaque(context).takeUnretainedValue().body()
}
