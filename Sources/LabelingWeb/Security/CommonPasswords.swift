import Crypto

/// Passwords that everybody tries first.
enum CommonPasswords {
  private static let hashes: Set<[UInt8]> = {
    let codes = Array(hashedCommonPasswords.utf8)
    return Set(stride(from: 0, to: codes.count, by: 8).map { Array(codes[$0..<$0 + 8]) })
  }()

  /// How many there are.
  static var count: Int { hashes.count }

  /// Returns whether a password is among them, in capitals or not.
  static func contains(_ password: String) -> Bool {
    let small = password.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }
    return hashes.contains(base64(SHA256.hash(data: small).prefix(6)))
  }
}

/// Returns bytes, three by three, as base64 without padding; their count is a multiple of three.
private func base64(_ bytes: some Sequence<UInt8>) -> [UInt8] {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var (result, bits, count) = ([UInt8](), 0, 0)
  for byte in bytes {
    bits = bits << 8 | Int(byte)
    count += 1
    guard count == 3 else { continue }
    result += stride(from: 18, through: 0, by: -6).map { alphabet[bits >> $0 & 63] }
    (bits, count) = (0, 0)
  }
  return result
}
