import Testing

@testable import LabelingWeb

@Suite struct ServerConfigurationTests {
  @Test(
    "Without a trusted proxy only this machine is listened to",
    arguments: [
      "0.0.0.0", "::", "192.168.1.5", "example.org", "127.0.0.1.evil.example", "", "128.0.0.1",
    ])
  func refused(host: String) throws {
    #expect(throws: ServerError.unsafeAddress(host: host)) {
      try ServerConfiguration(host: host).check()
    }
    try ServerConfiguration(host: host, trustsProxy: true).check()
  }

  @Test(
    "The names of this machine are taken",
    arguments: ["127.0.0.1", "localhost", "::1", "127.8.8.8"])
  func taken(host: String) throws { try ServerConfiguration(host: host).check() }

  @Test("A name that points here and is not this machine's gets nothing")
  func rebinding() async throws {
    let house = try LabelingHouse()
    try await house.serve { port in
      for (host, status) in [
        ("evil.example", 421), ("evil.example:\(port)", 421), ("127.0.0.1:\(port)", 200),
        ("localhost", 200), ("[::1]:\(port)", 200), ("local host", 400), ("", 400),
      ] {
        let answer = try await RawConnection(port: port).ask(
          "GET /login HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(host): \(answer.prefix(40))")
      }
    }
  }
}
