import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// Shows one page that changes to the browsers of this machine, and to nobody else.
///
/// It listens on a loopback address only, answers only to this machine's names, and only to GET:
/// there is nothing to send to it. Others reach it through SSH's port forwarding.
public struct PageServer: Sendable {
  /// The page as it is now.
  public struct Page: Sendable, Equatable {
    /// Its HTML.
    public var html: String
    /// A text that is another whenever the page is another: letters and digits.
    public var tag: String

    /// Creates a page.
    public init(html: String, tag: String) {
      self.html = html
      self.tag = tag
    }
  }

  private let configuration: ServerConfiguration
  private let logger: Logger
  private let page: @Sendable () throws -> Page

  /// Creates a server; `run` starts it.
  ///
  /// - Parameters:
  ///   - port: The port to listen on; 0 for any that is free.
  ///   - logger: Where it is told why a page could not be made.
  ///   - page: Makes the page; it may read files, and is called on a thread for that, by one request
  ///     at a time.
  /// - Throws: `ServerError.badPort`.
  public init(
    port: Int, logger: Logger = Logger(label: "watch"),
    page: @escaping @Sendable () throws -> Page
  ) throws {
    configuration = ServerConfiguration(port: port)
    try configuration.check()
    self.logger = logger
    self.page = page
  }

  /// Serves until the process is asked to end (SIGTERM or SIGINT).
  ///
  /// - Parameter whenListening: Told the port once browsers may come.
  /// - Throws: `ServerError.cannotListen`.
  public func run(whenListening: @escaping @Sendable (Int) -> Void = { _ in }) async throws {
    var group = ServiceGroupConfiguration(
      services: [application(whenListening: whenListening)],
      gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    group.maximumGracefulShutdownDuration = .seconds(2)
    do {
      try await ServiceGroup(configuration: group).run()
    } catch let error as IOError {
      throw ServerError.cannotListen(
        host: configuration.host, port: configuration.port, reason: "\(error)")
    } catch is CancellationError {
      // A browser kept its connection; there is nothing to lose.
    }
  }

  /// The application, for `run` and for tests.
  func application(
    whenListening: @escaping @Sendable (Int) -> Void = { _ in }
  ) -> Application<PageResponder> {
    Application(
      responder: PageResponder(page: page),
      server: .http1(
        configuration: HTTP1Channel.Configuration(
          idleTimeout: TimeAmount(configuration.limits.idle))),
      configuration: ApplicationConfiguration(
        address: .hostname(configuration.host, port: configuration.port),
        availableConnectionsDelegate: MaximumAvailableConnections(64)),
      onServerRunning: { whenListening($0.localAddress?.port ?? 0) }, logger: logger)
  }
}
