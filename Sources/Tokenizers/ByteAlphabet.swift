/// The alphabet in which byte-level tokenizers write bytes as printable characters.
///
/// The printable bytes of Latin-1 stand for themselves; the other 68 get the characters from U+0100
/// on, in order. So a space is “Ġ” and a line feed is “Ċ”.
enum ByteAlphabet {
  /// The character of each byte.
  static let scalars: [Unicode.Scalar] = {
    var next: UInt32 = 0x100
    return (UInt8.min...UInt8.max).map { byte in
      switch byte {
      case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: return Unicode.Scalar(byte)
      default:
        defer { next += 1 }
        return Unicode.Scalar(next) ?? "\u{FFFD}"
      }
    }
  }()

  /// The byte of each character, by its value; −1 where there is none.
  private static let bytes: [Int16] = {
    var bytes = [Int16](repeating: -1, count: 0x144)
    for (byte, scalar) in scalars.enumerated() { bytes[Int(scalar.value)] = Int16(byte) }
    return bytes
  }()

  /// The bytes written in UTF-8 in this alphabet.
  static func spelling(of bytes: some Sequence<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    for byte in bytes { result.append(contentsOf: UTF8.encode(scalars[Int(byte)]) ?? .init()) }
    return result
  }

  /// The bytes that a spelling stands for, or nil where a character is not of the alphabet.
  static func bytes(spelledBy spelling: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(spelling.count)
    var index = 0
    while index < spelling.count {
      var value = Int(spelling[index])
      index += 1
      if value >= 0x80 {
        guard (0xC2...0xC5).contains(value), index < spelling.count else { return nil }
        value = (value & 0x1F) << 6 | Int(spelling[index] & 0x3F)
        index += 1
      }
      guard value < bytes.count, bytes[value] >= 0 else { return nil }
      result.append(UInt8(bytes[value]))
    }
    return result
  }
}
