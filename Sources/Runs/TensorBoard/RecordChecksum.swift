/// Returns the checksum that frames a record in a file of TensorFlow records.
///
/// CRC-32C (Castagnoli, reflected 0x82F63B78) of the bytes, turned right by 15 bits, plus
/// 0xA282EAD8: so a record that holds records does not hold the checksum of itself.
func recordChecksum(of bytes: some Sequence<UInt8>) -> UInt32 {
  let checksum = castagnoliChecksum(of: bytes)
  return (checksum >> 15 | checksum << 17) &+ 0xA282_EAD8
}

/// Returns the CRC-32C of bytes, of RFC 3720, appendix B.4.
func castagnoliChecksum(of bytes: some Sequence<UInt8>) -> UInt32 {
  ~bytes.reduce(~UInt32(0)) { rest, byte in
    rest >> 8 ^ remainders[Int(UInt8(truncatingIfNeeded: rest) ^ byte)]
  }
}

/// The remainder of each byte.
private let remainders: [UInt32] = (0..<256 as Range<UInt32>).map { byte in
  (0..<8).reduce(byte) { rest, _ in rest >> 1 ^ (rest & 1 == 1 ? 0x82F6_3B78 : 0) }
}
