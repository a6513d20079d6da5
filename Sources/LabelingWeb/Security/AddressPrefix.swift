import NIOCore

/// Returns the part of an address that stands for whoever has it: the first 24 bits of an IPv4
/// address, 48 of an IPv6 address.
func addressPrefix(of address: SocketAddress?) -> String {
  switch address {
  case .v4(let address):
    return withUnsafeBytes(of: address.address.sin_addr) { prefix(ofFour: Array($0)) }
  case .v6(let address):
    return withUnsafeBytes(of: address.address.sin6_addr) { bytes in
      let bytes = Array(bytes)
      let mapped = [UInt8](repeating: 0, count: 10) + [255, 255]
      if bytes.starts(with: mapped) { return prefix(ofFour: Array(bytes.dropFirst(12))) }
      let groups = stride(from: 0, to: 6, by: 2).map {
        String(Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]), radix: 16)
      }
      return groups.joined(separator: ":") + "::/48"
    }
  default: return "local"
  }
}

private func prefix(ofFour bytes: [UInt8]) -> String {
  bytes.prefix(3).map(String.init).joined(separator: ".") + ".0/24"
}

/// Returns the address that a trusted proxy says a request came from: the last one, which it added
/// itself; those before it anybody may have written.
func forwardedAddress(_ header: String?) -> SocketAddress? {
  guard let last = header?.utf8.split(separator: UInt8(ascii: ",")).last,
    let text = String(last.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") })
  else { return nil }
  return try? SocketAddress(ipAddress: text, port: 0)
}
