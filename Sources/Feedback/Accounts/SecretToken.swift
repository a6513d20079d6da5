import Foundation

/// A secret that opens something: who shows it may come in.
///
/// Only its hash is ever kept.
public struct SecretToken: Sendable, Equatable {
  /// 43 characters `A–Z a–z 0–9 - _`: 256 random bits in base64url.
  public let text: String

  /// Reads a token as it came in; nothing if it cannot be one.
  public init?(_ text: String) {
    guard text.utf8.count == 43, text.utf8.allSatisfy(isTokenByte) else { return nil }
    self.text = text
  }

  private init(bytes: [UInt8]) {
    text = Data(bytes).base64EncodedString().filter { $0 != "=" }
      .map { $0 == "+" ? "-" : $0 == "/" ? "_" : String($0) }.joined()
  }

  /// Makes a token that nobody can guess.
  public static func new() -> SecretToken { SecretToken(bytes: randomBytes(32)) }

  /// SHA-256 of the text, in hexadecimal digits.
  public var hash: String { sha256(of: text) }

  /// Returns whether two tokens are the same, in a time that does not tell how much of them is.
  public static func == (first: SecretToken, second: SecretToken) -> Bool {
    isSameSecret(first.text, second.text)
  }
}

extension SecretToken: CustomStringConvertible, CustomDebugStringConvertible {
  /// Nothing of the secret, so that no log holds it.
  public var description: String { "a secret token" }
  /// Nothing of the secret, so that no log holds it.
  public var debugDescription: String { description }
}

/// Returns whether two secrets are the same, in a time that depends on nothing but their lengths.
public func isSameSecret(_ first: String, _ second: String) -> Bool {
  let (first, second) = (Array(first.utf8), Array(second.utf8))
  guard first.count == second.count else { return false }
  return zip(first, second).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
}

/// Returns bytes of the system's random generator, which nobody can foresee.
func randomBytes(_ count: Int) -> [UInt8] {
  var generator = SystemRandomNumberGenerator()
  return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
}

private func isTokenByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
    true
  default: false
  }
}
