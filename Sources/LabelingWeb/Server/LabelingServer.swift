public import Feedback
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// The labeling app on a store: pages in which people judge what models wrote.
///
/// It serves this machine alone unless a proxy with TLS stands before it. There is no account to
/// begin with, and nobody signs up without an invitation.
public struct LabelingServer: Sendable {
  private let store: any FeedbackStore
  private let configuration: ServerConfiguration
  private let chat: (any ChatPartner)?
  private let logger: Logger
  private let now: @Sendable () -> Timestamp

  /// Creates a server; `run` starts it.
  ///
  /// - Parameters:
  ///   - store: Where everything is kept; it is the server's alone while it runs.
  ///   - configuration: Where it listens, and whom it believes.
  ///   - chat: Two checkpoints that reply to labelers; nobody for a project without chat.
  ///   - logger: Where requests are noted: what was asked, by whom, how it ended; no texts and no
  ///     secrets.
  ///   - now: The clock.
  /// - Throws: `ServerError` for an address that others could reach without TLS.
  public init(
    store: any FeedbackStore, configuration: ServerConfiguration = ServerConfiguration(),
    chat: (any ChatPartner)? = nil, logger: Logger = Logger(label: "labeling"),
    now: @escaping @Sendable () -> Timestamp = Timestamp.now
  ) throws {
    try configuration.check()
    self.store = store
    self.configuration = configuration
    self.chat = chat
    self.logger = logger
    self.now = now
  }

  /// Serves until the process is asked to end (SIGTERM or SIGINT).
  ///
  /// Then no connection is taken any more, requests that are being answered are answered, and what
  /// the log of the store holds is written into the store: within ten seconds in all.
  ///
  /// - Parameter whenListening: Told the port once browsers may come.
  /// - Throws: `ServerError.cannotListen`, `FeedbackError`.
  public func run(whenListening: @escaping @Sendable (Int) -> Void = { _ in }) async throws {
    let application = application(whenListening: whenListening)
    var group = ServiceGroupConfiguration(
      services: [application], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    group.maximumGracefulShutdownDuration = configuration.limits.drain
    do {
      try await ServiceGroup(configuration: group).run()
    } catch let error as IOError {
      throw ServerError.cannotListen(
        host: configuration.host, port: configuration.port, reason: "\(error)")
    } catch is CancellationError {
      logger.warning("some requests took too long and were given up")
    }
    try (store as? SQLiteStore)?.checkpoint()
  }

  /// The application, for `run` and for tests.
  func application(
    whenListening: @escaping @Sendable (Int) -> Void = { _ in }
  ) -> Application<SiteResponder> {
    let site = Site(store: store, configuration: configuration, chat: chat, now: now)
    let limits = configuration.limits
    var decoder = HTTP1Channel.Configuration.DecoderConfiguration()
    decoder.maxHeaderFieldSize = 16 << 10
    decoder.maxHeaderListSize = 32 << 10
    decoder.maxHeaderFieldCount = 100
    return Application(
      responder: SiteResponder(site: site),
      server: .http1(
        configuration: HTTP1Channel.Configuration(
          idleTimeout: TimeAmount(limits.idle), httpDecoderConfiguration: decoder)),
      configuration: ApplicationConfiguration(
        address: .hostname(configuration.host, port: configuration.port),
        availableConnectionsDelegate: MaximumAvailableConnections(limits.connectionCount)),
      onServerRunning: { whenListening($0.localAddress?.port ?? 0) }, logger: logger)
  }
}
