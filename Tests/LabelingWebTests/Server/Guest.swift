import Feedback
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore

@testable import LabelingWeb

/// A browser: keeps cookies, says where forms come from, and sends back their tokens.
actor Guest {
  private let client: any TestClientProtocol
  private(set) var cookies: [String: String] = [:]
  private(set) var formToken: String?

  init(_ client: any TestClientProtocol) { self.client = client }

  /// The port of a real server.
  nonisolated var port: Int? { client.port }

  /// Forgets everything, as another browser would not know it.
  func leave() { (cookies, formToken) = ([:], nil) }

  /// Is signed in without the page to do so.
  func enter(_ house: LabelingHouse, _ labeler: Labeler) throws {
    let (token, session) = try house.accounts.openSession(for: labeler)
    cookies = [SiteCookie.session.rawValue: token.text]
    formToken = session.formToken
  }

  func set(_ cookie: SiteCookie, to value: String?) { cookies[cookie.rawValue] = value }
  func setFormToken(to value: String?) { formToken = value }

  /// Asks for a page.
  func get(
    _ path: String, method: HTTPRequest.Method = .get, headers: [String: String] = [:]
  ) async throws -> Reply {
    try await send(path, method, headers, body: nil)
  }

  /// Sends a form, with its token unless there is one among the fields.
  func post(
    _ path: String, _ fields: [(String, String)] = [],
    headers: [String: String] = ["Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"]
  ) async throws -> Reply {
    var fields = fields
    if !fields.contains(where: { $0.0 == "form_token" }), let formToken {
      fields.append(("form_token", formToken))
    }
    let type = ["Content-Type": "application/x-www-form-urlencoded"]
    return try await send(
      path, .post, headers.merging(type) { given, _ in given }, body: encoded(fields))
  }

  private func send(
    _ path: String, _ method: HTTPRequest.Method, _ headers: [String: String], body: String?
  ) async throws -> Reply {
    var fields = HTTPFields()
    for (name, value) in headers {
      if let name = HTTPField.Name(name) { fields[name] = value }
    }
    if !cookies.isEmpty {
      fields[.cookie] = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
    }
    let response = try await client.execute(
      uri: path, method: method, headers: fields, body: body.map { ByteBuffer(string: $0) })
    let reply = Reply(response)
    for line in response.headers[values: .setCookie] { keep(line) }
    if let token = reply.formToken { formToken = token }
    return reply
  }

  private func keep(_ line: String) {
    guard let pair = line.split(separator: ";").first, let sign = pair.firstIndex(of: "=") else {
      return
    }
    let value = String(pair[pair.index(after: sign)...])
    cookies[String(pair[..<sign])] = value.isEmpty ? nil : value
  }
}

/// What came back.
struct Reply: Sendable {
  let status: Int
  let headers: HTTPFields
  let text: String

  init(_ response: TestResponse) {
    status = response.status.code
    headers = response.headers
    text = String(buffer: response.body)
  }

  func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
  var location: String? { header("Location") }

  /// The token of the forms on the page.
  var formToken: String? {
    guard let start = text.firstRange(of: "name=\"form_token\" value=\"")?.upperBound,
      let end = text[start...].firstIndex(of: "\"")
    else { return nil }
    return String(text[start..<end])
  }
}

/// Returns fields as a browser sends them.
func encoded(_ fields: [(String, String)]) -> String {
  func escaped(_ text: String) -> String {
    text.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        String(UnicodeScalar(byte))
      default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }.joined()
  }
  return fields.map { "\(escaped($0.0))=\(escaped($0.1))" }.joined(separator: "&")
}
