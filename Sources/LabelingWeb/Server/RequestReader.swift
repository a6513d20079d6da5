import Hummingbird
import NIOCore
import ServiceLifecycle

/// Reads the body of a request, within a time that no dripping can stretch.
struct RequestReader {
  let context: ConnectionContext
  let limits: ServerLimits

  /// Returns the body.
  ///
  /// When the time is up the connection is closed; once the server is to end, soon.
  ///
  /// - Parameter size: How long it says it is.
  /// - Throws: `SiteError.malformed` where it is not that long.
  func body(of request: Request, size: Int) async throws -> ByteBuffer {
    let channel = context.channel
    let deadline = closing(channel, after: limits.body)
    defer { deadline.cancel() }
    var request = request
    let body = await withGracefulShutdownHandler {
      try? await request.collectBody(upTo: size + 1)
    } onGracefulShutdown: { [limits] in
      _ = closing(channel, after: limits.farewell)
    }
    guard let body, body.readableBytes == size else {
      throw SiteError.malformed("The form was cut off. Nothing was changed.")
    }
    return body
  }
}

/// Closes a connection in a while.
func closing(_ channel: any Channel, after duration: Duration) -> Scheduled<Void> {
  channel.eventLoop.scheduleTask(in: TimeAmount(duration)) { channel.close(promise: nil) }
}
