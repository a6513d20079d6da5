import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Synchronization
import Testing

@testable import LabelingWeb

/// A page that tests change.
private final class Changing: Sendable {
  let tag = Mutex("a1")
  let makings = Mutex(0)

  var server: PageServer {
    get throws {
      try PageServer(port: 0) {
        self.makings.withLock { $0 += 1 }
        let tag = self.tag.withLock { $0 }
        if tag == "broken" { throw ServerError.badPort(7) }
        return PageServer.Page(html: "<p>\(tag)</p>", tag: tag)
      }
    }
  }
}

@Suite("The server of one page")
struct PageServerTests {
  private func ask(
    _ client: any TestClientProtocol, _ method: HTTPRequest.Method = .get, _ path: String = "/",
    _ headers: HTTPFields = [:]
  ) async throws -> TestResponse {
    try await client.execute(uri: path, method: method, headers: headers)
  }

  @Test("shows the page as it is now, and says when it has not changed")
  func page() async throws {
    let changing = Changing()
    try await changing.server.application().test(.live) { client in
      let first = try await ask(client)
      #expect(first.status == .ok && String(buffer: first.body) == "<p>a1</p>")
      let tag = try #require(first.headers[.eTag])
      #expect(tag == "\"a1\"")
      let same = try await ask(client, .get, "/", [.ifNoneMatch: tag])
      #expect(same.status == .notModified)
      changing.tag.withLock { $0 = "b2" }
      let second = try await ask(client, .get, "/", [.ifNoneMatch: tag])
      #expect(second.status == .ok && String(buffer: second.body) == "<p>b2</p>")
      let head = try await ask(client, .head)
      #expect(head.status == .ok && head.body.readableBytes == 0)
    }
  }

  @Test("answers to names of this machine alone, however a site elsewhere is called")
  func hosts() async throws {
    let changing = Changing()
    try await changing.server.application().test(.live) { client in
      let port = try #require(client.port)
      for host in ["example.org", "localhost.example.org", "127.0.0.1.example.org", "10.0.0.1"] {
        let answer = try await get(host, port)
        #expect(answer.hasPrefix("HTTP/1.1 421 "), "\(host): \(answer.prefix(40))")
      }
      #expect(changing.makings.withLock { $0 } == 0)
      for host in ["localhost:\(port)", "127.0.0.1", "[::1]:\(port)", "LOCALHOST"] {
        let answer = try await get(host, port)
        #expect(answer.hasPrefix("HTTP/1.1 200 "), "\(host): \(answer.prefix(40))")
      }
    }
  }

  private func get(_ host: String, _ port: Int) async throws -> String {
    try await RawConnection(port: port).ask(
      "GET / HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n")
  }

  @Test("takes nothing, and has no other address")
  func methods() async throws {
    try await Changing().server.application().test(.live) { client in
      for method in [HTTPRequest.Method.post, .put, .delete, .patch, .options] {
        let reply = try await ask(client, method)
        #expect(reply.status == .methodNotAllowed && reply.headers[.allow] == "GET, HEAD")
      }
      for path in ["/run.json", "//", "/../etc/passwd", "/%2e%2e/x", "/index.html"] {
        let status = try await ask(client, .get, path).status
        #expect(status == .notFound, "\(path)")
      }
    }
  }

  @Test("lets no other page show it, and is kept nowhere")
  func headers() async throws {
    let changing = Changing()
    try await changing.server.application().test(.live) { client in
      for status in ["a1", "broken"] {
        changing.tag.withLock { $0 = status }
        let headers = try await ask(client).headers
        let value = { (name: String) in HTTPField.Name(name).flatMap { headers[$0] } }
        #expect(value("Content-Security-Policy") == "frame-ancestors 'none'")
        #expect(value("X-Content-Type-Options") == "nosniff")
        #expect(value("Cross-Origin-Resource-Policy") == "same-origin")
        #expect(value("Cache-Control") == "no-store")
      }
    }
  }

  @Test("says in a sentence why the page cannot be made")
  func failure() async throws {
    let changing = Changing()
    changing.tag.withLock { $0 = "broken" }
    try await changing.server.application().test(.live) { client in
      let reply = try await ask(client)
      #expect(reply.status == .internalServerError)
      #expect(String(buffer: reply.body).contains("7 is no port"))
      #expect(reply.headers[.contentType] == "text/plain; charset=utf-8")
    }
  }
}
