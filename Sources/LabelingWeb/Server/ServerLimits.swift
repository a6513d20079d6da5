/// How long and how much the server puts up with.
public struct ServerLimits: Sendable, Equatable {
  /// How long a connection may be silent, and how long the head of a request may take.
  public var idle: Duration = .seconds(60)
  /// How long the body of a request may take, however steadily it drips.
  public var body: Duration = .seconds(30)
  /// How long a browser may take to read an answer.
  public var answer: Duration = .seconds(60)
  /// How long a half-read request is waited for once the server is to end.
  public var farewell: Duration = .seconds(2)
  /// How long requests that are being answered have once the server is to end.
  public var drain: Duration = .seconds(8)
  /// How many connections there may be; more wait.
  public var connectionCount = 512
  /// How many passwords may be hashed at once; each takes 128 MiB.
  public var hashingCount = 2

  /// Creates the usual limits.
  public init() {}
}
