import Foundation

/// Where a labeling server listens, and whom it believes.
public struct ServerConfiguration: Sendable, Equatable {
  /// The address to listen at; this machine alone unless a proxy is trusted.
  public var host: String
  /// The port to listen at; 0 for any that is free.
  public var port: Int
  /// Whether requests come from a proxy that speaks TLS with browsers and says in
  /// `X-Forwarded-For` and `X-Forwarded-Host` whom they come from and where they went.
  public var trustsProxy: Bool
  /// How long and how much the server puts up with.
  public var limits: ServerLimits
  /// What it costs to try a password.
  var passwordCosts = ScryptCosts.usual

  /// Creates a configuration.
  public init(
    host: String = "127.0.0.1", port: Int = 8080, trustsProxy: Bool = false,
    limits: ServerLimits = ServerLimits()
  ) {
    self.host = host
    self.port = port
    self.trustsProxy = trustsProxy
    self.limits = limits
    #if DEBUG
      // BoringSSL without optimization takes seconds for a password; tests make many accounts.
      let environment = ProcessInfo.processInfo.environment
      if environment["RLHF_TEST_PASSWORDS"] == "cheap" { passwordCosts = .least }
    #endif
  }

  /// Whether only this machine can reach the address.
  var isLoopback: Bool { isLoopbackName(host) }

  /// Whether browsers speak TLS, with the proxy.
  var isSecure: Bool { trustsProxy }

  /// Refuses what would send passwords in the clear.
  ///
  /// - Throws: `ServerError`.
  func check() throws {
    guard isLoopback || trustsProxy else { throw ServerError.unsafeAddress(host: host) }
    guard (0...65535).contains(port) else { throw ServerError.badPort(port) }
  }
}
