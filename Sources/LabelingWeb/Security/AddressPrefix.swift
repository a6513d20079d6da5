import NIOCore

/// Returns the part of an address that stands for whoever has it: the first 24 bits of an IPv4
/// address, 48 of an IPv6 address.
func addressPrefix(of address: SocketAddress?) -> String {
  guard let text = address?.ipAddress else { return "local" }
  if !text.utf8.contains(UInt8(ascii: ":")) { return prefix(ofFour: text) }
  let mapped = "::ffff:"
  if text.utf8.starts(with: mapped.utf8), text.utf8.contains(UInt8(ascii: ".")) {
    return prefix(ofFour: String(text.dropFirst(mapped.count)))
  }
  let groups = expanded(text).prefix(3)
  return groups.joined(separator: ":") + "::/48"
}

private func prefix(ofFour text: String) -> String {
  text.split(separator: ".").prefix(3).joined(separator: ".") + ".0/24"
}

/// Returns the eight groups of an IPv6 address as the system writes it.
private func expanded(_ text: String) -> [Substring] {
  let halves = text.split(separator: "%")[0].split(
    separator: "::", omittingEmptySubsequences: false)
  let first = halves[0].split(separator: ":")
  guard halves.count == 2 else { return first }
  let last = halves[1].split(separator: ":")
  return first + Array(repeating: "0", count: max(0, 8 - first.count - last.count)) + last
}

/// Returns the address that a trusted proxy says a request came from: the last one, which it added
/// itself; those before it anybody may have written.
func forwardedAddress(_ header: String?) -> SocketAddress? {
  guard let last = header?.utf8.split(separator: UInt8(ascii: ",")).last else { return nil }
  let bytes = last.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
  return try? SocketAddress(ipAddress: String(decoding: bytes, as: UTF8.self), port: 0)
}
