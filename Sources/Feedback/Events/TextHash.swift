import Crypto
import Foundation

/// Returns the SHA-256 hash of a text's UTF-8 bytes, as 64 hexadecimal digits.
///
/// Texts that look the same and differ in bytes have different hashes.
public func sha256(of text: String) -> String {
  hexadecimal(SHA256.hash(data: Data(text.utf8)))
}

/// Returns bytes as hexadecimal digits, two each.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
