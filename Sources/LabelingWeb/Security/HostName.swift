/// Returns whether a text can be a host with its port, and nothing else.
func isHostName(_ text: String) -> Bool { !text.isEmpty && text.utf8.allSatisfy(isHostByte) }

/// Returns whether a name of a host, without its port, means this machine and no other.
func isLoopbackName(_ host: String) -> Bool {
  let small = host.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }
  if ["localhost", "::1", "[::1]"].contains(where: { small.elementsEqual($0.utf8) }) {
    return true
  }
  let parts = small.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
  let areNumbers = parts.allSatisfy { part in
    (1...3).contains(part.count) && part.allSatisfy { (48...57).contains($0) }
  }
  return parts.count == 4 && areNumbers && parts[0].elementsEqual("127".utf8)
}

private func isHostByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
    UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"):
    true
  default: false
  }
}

/// Returns a host without its port.
func withoutPort(_ host: String) -> String {
  let bytes = Array(host.utf8)
  guard let colon = bytes.lastIndex(of: UInt8(ascii: ":")),
    bytes[(colon + 1)...].allSatisfy({ (48...57).contains($0) }),
    bytes.first != UInt8(ascii: "[") || bytes[colon - 1] == UInt8(ascii: "]")
  else { return host }
  return String(decoding: bytes[..<colon], as: UTF8.self)
}
