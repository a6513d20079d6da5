import NIOCore
import Testing

@testable import LabelingWeb

@Suite struct AddressPrefixTests {
  @Test(
    "An address counts by its first 24 or 48 bits, an IPv4 address in IPv6 as itself",
    arguments: [
      ("192.0.2.77", "192.0.2.0/24"), ("2001:db8:1:2::3", "2001:db8:1::/48"),
      ("::ffff:192.0.2.77", "192.0.2.0/24"), ("::1", "0:0:0::/48"),
    ])
  func prefixes(address: String, prefix: String) throws {
    #expect(try addressPrefix(of: SocketAddress(ipAddress: address, port: 1)) == prefix)
  }

  @Test("Of what a proxy forwards, only the last address counts, which it added itself")
  func forwarded() {
    #expect(forwardedAddress("6.6.6.6, 198.51.100.4")?.ipAddress == "198.51.100.4")
    #expect(forwardedAddress("\r\nnonsense") == nil)
    #expect(forwardedAddress(nil) == nil)
  }
}
