import NIOCore
import NIOPosix
import Testing

/// A connection over which a test sends bytes of its own, to a server on this machine.
struct RawConnection: Sendable {
  private let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>

  init(port: Int) async throws {
    channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelOption(ChannelOptions.allowRemoteHalfClosure, value: false)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel(wrappingChannelSynchronously: channel)
        }
      }
  }

  /// Sends a text and returns all that comes until the server closes.
  func ask(_ text: String) async throws -> String {
    try await drip([text], pause: .zero).text
  }

  /// Sends pieces one after the other for as long as the server listens, with a pause between them.
  ///
  /// - Returns: All that came until the server closed, and how long that took.
  func drip(
    _ pieces: [String], pause: Duration, closingAfterwards: Bool = false
  ) async throws -> (text: String, duration: Duration) {
    let start = ContinuousClock.now
    let text = try await channel.executeThenClose { inbound, outbound in
      try await withThrowingTaskGroup(of: String?.self) { group in
        group.addTask {
          for piece in pieces {
            do { try await outbound.write(ByteBuffer(string: piece)) } catch { return nil }
            try? await Task.sleep(for: pause)
          }
          if closingAfterwards { outbound.finish() }
          return nil
        }
        group.addTask {
          var all = ByteBuffer()
          do { for try await part in inbound { all.writeImmutableBuffer(part) } } catch {}
          return String(buffer: all)
        }
        var text = ""
        for try await part in group {
          guard let part else { continue }
          text = part
          group.cancelAll()
        }
        return text
      }
    }
    return (text, ContinuousClock.now - start)
  }
}
