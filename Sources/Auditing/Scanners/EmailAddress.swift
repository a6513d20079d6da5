/// Returns where the address of e-mail around an `@` is, if it is one.
func emailRange(around at: Int, in bytes: [UInt8], after earliest: Int) -> Range<Int>? {
  var start = at
  while start > earliest, isLocalByte(bytes[start - 1]) { start -= 1 }
  while start < at, bytes[start] == UInt8(ascii: ".") { start += 1 }
  var end = at + 1
  while end < bytes.count, isDomainByte(bytes[end]) { end += 1 }
  while end > at + 1, !isLetter(bytes[end - 1]) { end -= 1 }
  let domain = String(decoding: bytes[(at + 1)..<end], as: UTF8.self).lowercased()
  guard start < at, bytes[at - 1] != UInt8(ascii: "."), isPublicDomain(domain) else { return nil }
  return start..<end
}

private func isPublicDomain(_ domain: String) -> Bool {
  let labels = domain.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
  guard labels.count >= 2, let last = labels.last, last.count >= 2,
    labels.allSatisfy({ !$0.isEmpty && $0.first != UInt8(ascii: "-") })
  else { return false }
  // RFC 2606 sets these aside; the others are what people write for "somewhere".
  let top = String(decoding: last, as: UTF8.self)
  if ["example", "invalid", "test", "localhost", "local"].contains(top) { return false }
  let name = labels.suffix(2).map { String(decoding: $0, as: UTF8.self) }.joined(separator: ".")
  return !reservedDomains.contains(name)
}

private let reservedDomains: Set<String> = [
  "example.com", "example.org", "example.net", "domain.com", "yourdomain.com", "company.com",
  "yourcompany.com", "email.com",
]

private func isLocalByte(_ byte: UInt8) -> Bool {
  isDigit(byte) || isLetter(byte) || "._%+-".utf8.contains(byte)
}

private func isDomainByte(_ byte: UInt8) -> Bool {
  isDigit(byte) || isLetter(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
}
