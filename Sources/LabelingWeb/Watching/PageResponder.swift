import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Between requests for the one page and what makes it.
struct PageResponder: HTTPResponder {
  /// Makes the page.
  let page: @Sendable () throws -> PageServer.Page
  // One thread, so that the page is not made twice at once.
  private let workers = StoreWorkers(threadCount: 1)

  init(page: @escaping @Sendable () throws -> PageServer.Page) { self.page = page }

  func respond(to request: Request, context: ConnectionContext) async -> Response {
    // A site elsewhere whose name was pointed here would be let in by its own name.
    guard let host = request.head.authority, isHostName(host),
      isLoopbackName(withoutPort(host))
    else { return text("This page answers to this machine only.", .misdirectedRequest) }
    guard request.method == .get || request.method == .head else {
      var refusal = text("There is nothing to send here.", .methodNotAllowed)
      refusal.headers[.allow] = "GET, HEAD"
      return refusal
    }
    guard request.head.path?.split(separator: "?").first == "/" else {
      return text("There is one page here: /", .notFound)
    }
    do {
      return answer(to: request, try await workers.run(page))
    } catch {
      context.logger.error("the page could not be made: \(logged("\(error)"))")
      return text("The page cannot be made: \(logged("\(error)"))", .internalServerError)
    }
  }

  private func answer(to request: Request, _ page: PageServer.Page) -> Response {
    let tag = "\"\(page.tag)\""
    var headers = Self.headers
    headers[.eTag] = tag
    if request.headers[values: .ifNoneMatch].contains(tag) {
      return Response(status: .notModified, headers: headers)
    }
    return filled(request, headers, "text/html; charset=utf-8", page.html)
  }

  private func filled(
    _ request: Request, _ headers: HTTPFields, _ type: String, _ text: String
  ) -> Response {
    var headers = headers
    headers[.contentType] = type
    let body = ByteBuffer(string: text)
    guard request.method == .head else {
      return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
    }
    headers[.contentLength] = String(body.readableBytes)
    return Response(status: .ok, headers: headers)
  }

  private func text(_ text: String, _ status: HTTPResponse.Status) -> Response {
    var headers = Self.headers
    headers[.contentType] = "text/plain; charset=utf-8"
    return Response(
      status: status, headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(string: text + "\n")))
  }

  /// What the page's own policy cannot say, and that nothing is kept or shown elsewhere.
  private static let headers: HTTPFields = {
    var headers = HTTPFields()
    for (name, value) in [
      ("Content-Security-Policy", "frame-ancestors 'none'"), ("X-Content-Type-Options", "nosniff"),
      ("X-Frame-Options", "DENY"), ("Referrer-Policy", "no-referrer"),
      ("Cross-Origin-Opener-Policy", "same-origin"),
      ("Cross-Origin-Resource-Policy", "same-origin"), ("Cache-Control", "no-store"),
    ] {
      guard let field = HTTPField.Name(name) else { continue }
      headers[field] = value
    }
    return headers
  }()
}
