import Feedback
import Testing

@testable import LabelingWeb

@Suite(.serialized) struct SlowClientTests {
  private func house() throws -> LabelingHouse {
    try LabelingHouse {
      $0.limits.idle = .milliseconds(600)
      $0.limits.body = .milliseconds(600)
      $0.limits.farewell = .milliseconds(300)
    }
  }

  private let post =
    "POST /login HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n"
    + "Content-Type: application/x-www-form-urlencoded\r\n"

  @Test("A head that drips in is not waited for")
  func slowHead() async throws {
    try await house().serve { port in
      let pieces =
        ["GET /login HTTP/1.1\r\nHost: localhost\r\n"] + (0..<50).map { "X-\($0): y\r\n" }
      let reply = try await RawConnection(port: port).drip(pieces, pause: .milliseconds(100))
      #expect(!reply.text.contains("200"))
      #expect(reply.duration < .seconds(3))
    }
  }

  @Test("A body that drips in steadily is not waited for either")
  func slowBody() async throws {
    try await house().serve { port in
      let pieces = [post + "Content-Length: 1000\r\n\r\n"] + Array(repeating: "a", count: 50)
      let reply = try await RawConnection(port: port).drip(pieces, pause: .milliseconds(100))
      #expect(!reply.text.contains("200"))
      #expect(reply.duration < .seconds(3))
    }
  }

  @Test("A connection that says nothing is closed")
  func silent() async throws {
    try await house().serve { port in
      let reply = try await RawConnection(port: port).drip([], pause: .zero)
      #expect(reply.text.isEmpty)
      #expect(reply.duration < .seconds(3))
    }
  }

  @Test("A body that is refused is not read to its end")
  func refusedBody() async throws {
    try await house().serve { port in
      let pieces =
        [post + "Content-Length: 999999999\r\n\r\n"]
        + Array(repeating: String(repeating: "a", count: 1000), count: 50)
      let reply = try await RawConnection(port: port).drip(pieces, pause: .milliseconds(50))
      #expect(reply.text.hasPrefix("HTTP/1.1 413 "))
      #expect(reply.duration < .seconds(2))
    }
  }

  @Test("A body that does not say how long it is is refused, for a part could pass for the whole")
  func chunked() async throws {
    try await house().serve { port in
      let reply = try await RawConnection(port: port).ask(
        post + "Transfer-Encoding: chunked\r\n\r\n5\r\na=b&c\r\n")
      #expect(reply.hasPrefix("HTTP/1.1 411 "))
    }
  }

  @Test("A form that is cut off does nothing")
  func cutOff() async throws {
    let house = try house()
    let ada = try house.account("ada")
    let loan = try house.loan(to: ada)
    let (token, session) = try house.accounts.openSession(for: ada)
    let body = encoded([
      ("form_token", session.formToken), ("idempotency_key", SecretToken.new().text),
      ("preference", "a2"), ("reason", "the whole of it"),
    ])
    let head =
      "POST /task/\(loan.id) HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n"
      + "Content-Type: application/x-www-form-urlencoded\r\n"
      + "Cookie: __Host-session=\(token.text)\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
    try await house.serve { port in
      _ = try await RawConnection(port: port).drip(
        [head, String(body.dropLast(9))], pause: .zero, closingAfterwards: true)
      #expect(try house.store.read { try $0.count(Judgement.self) } == 0)
      let reply = try await RawConnection(port: port).drip([head + body], pause: .zero).text
      #expect(reply.hasPrefix("HTTP/1.1 303 "))
      #expect(try house.store.read { try $0.count(Judgement.self) } == 1)
    }
  }

  @Test("A request with two lengths, or none that can be read, is refused")
  func smuggling() async throws {
    try await house().serve { port in
      for lengths in [
        "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
        "Content-Length: 3\r\nContent-Length: 4\r\n",
        "Content-Length: -1\r\n", "Content-Length: 3x\r\n",
      ] {
        let reply = try await RawConnection(port: port).ask(post + lengths + "\r\nabc")
        #expect(
          reply.isEmpty || reply.hasPrefix("HTTP/1.1 400 ") || reply.hasPrefix("HTTP/1.1 411 "),
          "\(lengths): \(reply.prefix(60))")
      }
    }
  }

  @Test("A head that is larger than any browser's is refused")
  func largeHead() async throws {
    try await house().serve { port in
      let reply = try await RawConnection(port: port).ask(
        "GET /login HTTP/1.1\r\nHost: localhost\r\nX: \(String(repeating: "y", count: 40_000))\r\n\r\n"
      )
      #expect(!reply.contains("HTTP/1.1 200"))
    }
  }

  @Test("A server that is to end waits neither for a dawdler nor for a connection that is idle")
  func farewell() async throws {
    let house = try LabelingHouse()
    let start = ContinuousClock.now
    let reply = try await house.serve { port in
      let dawdler = try await RawConnection(port: port)
      let idle = try await RawConnection(port: port)
      return Task {
        async let nothing = idle.drip([], pause: .zero)
        let text = try await dawdler.drip([post + "Content-Length: 100\r\n\r\nh"], pause: .zero)
        return (text.text, try await nothing.text)
      }
    }.value
    #expect(reply.0.isEmpty)
    #expect(ContinuousClock.now - start < .seconds(8))
  }
}
