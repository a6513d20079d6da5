/// A configuration that cannot be used, said in one sentence.
public struct ConfigurationError: Error, CustomStringConvertible, Equatable, Sendable {
  /// What is wrong, where, and what to do about it.
  public let description: String

  /// Creates an error from a sentence that names the key, its value and what is allowed.
  public init(_ description: String) {
    self.description = description
  }
}
