import Crypto
import Foundation

/// A SHA-256 hash of fields that come one after another.
///
/// Each field counts with its length, so that what is hashed can be told apart: `ab`, `c` is not
/// `a`, `bc`.
public struct RunningHash: Sendable {
  private var hash = SHA256()

  /// Starts a hash of no fields.
  public init() {}

  /// Adds the UTF-8 bytes of a text.
  public mutating func add(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      add(UInt64(bytes.count))
      hash.update(bufferPointer: UnsafeRawBufferPointer(bytes))
    }
  }

  /// Adds a number, as eight bytes with the lowest first.
  public mutating func add(_ number: UInt64) {
    withUnsafeBytes(of: number.littleEndian) { hash.update(bufferPointer: $0) }
  }

  /// The hash of all that was added, as 64 hexadecimal digits.
  public var digits: String {
    hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
