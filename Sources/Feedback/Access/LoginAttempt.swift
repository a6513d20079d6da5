/// An attempt to sign in.
public struct LoginAttempt: StoredFact {
  /// The table's name.
  public static let tableName = "login_attempt"

  /// The attempt's number.
  public var id: Identifier<LoginAttempt>
  /// SHA-256 of the handle that was tried, in hexadecimal digits.
  public var handleHash: String
  /// Where it came from: the first 24 bits of an IPv4 address, 48 of an IPv6 address.
  public var addressPrefix: String
  /// When it was.
  public var at: Timestamp
  /// Whether it went well.
  public var succeeded: Bool

  /// Creates an attempt that is not yet in a store.
  public init(handleHash: String, addressPrefix: String, at: Timestamp, succeeded: Bool) {
    id = .unassigned
    self.handleHash = handleHash
    self.addressPrefix = addressPrefix
    self.at = at
    self.succeeded = succeeded
  }
}
