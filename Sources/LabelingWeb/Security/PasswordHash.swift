import Crypto
import CryptoExtras
import Feedback
import Foundation

/// What it costs to try a password: scrypt's parameters, RFC 7914.
struct ScryptCosts: Sendable, Equatable {
  /// The binary logarithm of N, the cost in time and memory.
  var logarithmOfN: Int
  /// r, the size of a block.
  var blockSize: Int
  /// p, how many times it is done.
  var parallelism: Int

  /// What OWASP advises: 128 MiB and about a third of a second.
  static let usual = ScryptCosts(logarithmOfN: 17, blockSize: 8, parallelism: 1)
  /// For tests, where nothing is secret.
  static let least = ScryptCosts(logarithmOfN: 4, blockSize: 1, parallelism: 1)

  /// Whether any of these is less than in others.
  func areWeaker(than other: ScryptCosts) -> Bool {
    logarithmOfN < other.logarithmOfN || blockSize < other.blockSize
      || parallelism < other.parallelism
  }

  /// Whether a hash with these costs is one that we make or made: what the store says is not asked
  /// to take all memory there is.
  var areSensible: Bool {
    (1...20).contains(logarithmOfN) && (1...32).contains(blockSize)
      && (1...16).contains(parallelism)
      && (1 << logarithmOfN) * blockSize * 128 <= 1 << 30
  }
}

/// The hash of a password with all that is needed to check one:
/// `$scrypt$ln=17,r=8,p=1$salt$hash`.
struct PasswordHash: Sendable, Equatable {
  let costs: ScryptCosts
  private let salt: Data
  private let key: Data

  /// Hashes a password with a salt of its own.
  ///
  /// - Throws: What scrypt throws for costs that are none.
  init(of password: String, costs: ScryptCosts) throws {
    self.init(costs: costs, salt: Data(SymmetricKey(size: .bits128).bytes), key: Data())
    self = PasswordHash(costs: costs, salt: salt, key: try derivedKey(from: password))
  }

  /// Reads what `text` wrote.
  init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt",
      let costs = ScryptCosts(text: parts[2]), costs.areSensible,
      let salt = Data(unpadded: parts[3]), salt.count >= 16,
      let key = Data(unpadded: parts[4]), key.count == 32
    else { return nil }
    self.init(costs: costs, salt: salt, key: key)
  }

  private init(costs: ScryptCosts, salt: Data, key: Data) {
    (self.costs, self.salt, self.key) = (costs, salt, key)
  }

  /// How it is kept.
  var text: String {
    "$scrypt$ln=\(costs.logarithmOfN),r=\(costs.blockSize),p=\(costs.parallelism)"
      + "$\(salt.unpadded)$\(key.unpadded)"
  }

  /// Returns whether a password is the one, in a time that does not tell how nearly.
  ///
  /// - Throws: What scrypt throws, such as without memory.
  func accepts(_ password: String) throws -> Bool {
    SymmetricKey(data: try derivedKey(from: password)) == SymmetricKey(data: key)
  }

  private func derivedKey(from password: String) throws -> Data {
    let key = try KDF.Scrypt.deriveKey(
      from: Data(password.utf8), salt: salt, outputByteCount: 32,
      rounds: 1 << costs.logarithmOfN, blockSize: costs.blockSize, parallelism: costs.parallelism)
    return Data(key.bytes)
  }
}

extension ScryptCosts {
  /// Reads `ln=17,r=8,p=1`.
  fileprivate init?(text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: ",")).map { String(Substring($0)) }
    guard parts.count == 3, let logarithm = number(parts[0], after: "ln="),
      let blockSize = number(parts[1], after: "r="), let parallelism = number(parts[2], after: "p=")
    else { return nil }
    self.init(logarithmOfN: logarithm, blockSize: blockSize, parallelism: parallelism)
  }
}

private func number(_ text: String, after prefix: String) -> Int? {
  guard text.utf8.starts(with: prefix.utf8) else { return nil }
  return Int(String(text.utf8.dropFirst(prefix.utf8.count)) ?? "")
}

extension SymmetricKey {
  fileprivate var bytes: [UInt8] { withUnsafeBytes { Array($0) } }
}

extension Data {
  fileprivate init?(unpadded text: String) {
    let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    self.init(base64Encoded: text + padding)
  }

  fileprivate var unpadded: String {
    base64EncodedString().replacingOccurrences(of: "=", with: "")
  }
}
