/// Why a labeling server does not start.
public enum ServerError: Error, Equatable, Sendable {
  /// Others could reach the address, and what they send would be readable on the way.
  case unsafeAddress(host: String)
  /// The port is none.
  case badPort(Int)
  /// The address cannot be had.
  case cannotListen(host: String, port: Int, reason: String)
}

extension ServerError: CustomStringConvertible {
  /// One sentence that says what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .unsafeAddress(let host):
      "\(host) can be reached by other machines, and passwords would travel readable: listen on "
        + "127.0.0.1, or put a proxy with TLS before the server and say so with --trusted-proxy"
    case .badPort(let port): "\(port) is no port; take one from 1 to 65535, or 0 for any"
    case .cannotListen(let host, let port, let reason):
      "cannot listen at \(host), port \(port): \(reason); stop what listens there, or take another "
        + "port"
    }
  }
}
