import Feedback
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Between requests as they come over a connection and the pages.
///
/// The order of what is checked: the host, the address and what is to be done there, whose page
/// sent a form, who is signed in and may, how long the body is, the body, the form's token. Only
/// then is a page asked.
struct SiteResponder: HTTPResponder {
  let site: Site

  func respond(to request: Request, context: ConnectionContext) async -> Response {
    let start = ContinuousClock.now
    var reception = Reception(request, context, site.configuration)
    var answer: SiteAnswer
    do {
      answer = try await self.answer(to: request, context, &reception)
    } catch {
      answer = await page(for: error, reception, context.logger)
    }
    if reception.setsFormCookie { answer = answer.adding("Set-Cookie", reception.formCookie) }
    log(answer, reception, ContinuousClock.now - start, context.logger)
    return response(answer, reception, context)
  }

  private func answer(
    to request: Request, _ context: ConnectionContext, _ reception: inout Reception
  ) async throws -> SiteAnswer {
    try reception.findRoute()
    let route = reception.site.route
    if route.method == .post, route.audience != .anyone { try reception.checkSource() }
    try await admit(&reception)
    if case .roles(let roles) = route.audience {
      guard let labeler = reception.site.visitor?.labeler else { return reception.toLogin }
      guard roles.contains(labeler.role) else { throw SiteError.forbidden }
    }
    if route.method == .post { try await readForm(request, context, &reception) }
    return try await site.answer(reception.site)
  }

  /// Finds out who it is.
  private func admit(_ reception: inout Reception) async throws {
    guard reception.site.route.audience != .anyone else { return }
    if let token = reception.sessionToken {
      let found = try await site.workers.run { try site.accounts.session(token: token) }
      reception.site.visitor = found.map { Visitor(session: $0.0, labeler: $0.1) }
    }
    reception.prepareFormToken()
  }

  private func readForm(
    _ request: Request, _ context: ConnectionContext, _ reception: inout Reception
  ) async throws {
    let route = reception.site.route
    let size = try reception.bodySize(upTo: route.greatestBodySize)
    if route.audience != .anyone { try reception.checkContentType() }
    let body = try await RequestReader(context: context, limits: site.configuration.limits)
      .body(of: request, size: size)
    reception.hasReadBody = true
    guard route.audience != .anyone else { return }
    reception.site.form = try FormFields(urlEncoded: body.readableBytesView)
    try reception.checkFormToken()
  }

  /// The page that says what is wrong; of what is nobody's affair, only the log tells.
  private func page(
    for error: any Error, _ reception: Reception, _ logger: Logger
  ) async -> SiteAnswer {
    let problem = SiteError(error)
    if problem == .failed { logger.error("a request failed: \(logged("\(error)"))") }
    if reception.site.wantsJSON { return .text(problem.text + "\n", status: problem.status) }
    let page = MessagePage(
      status: problem.status, title: problem.title, text: problem.text,
      link: ("/", "To the beginning"))
    let settings = try? await site.workers.run { try site.store.read { try $0.settings() } }
    let context = PageContext(
      settings: settings ?? ProjectSettings(name: "Labeling", splitSalt: "", createdAt: site.now()),
      labeler: reception.site.visitor?.labeler, formToken: reception.site.formToken,
      now: site.now())
    return SiteAnswer.page(page, status: problem.status, in: context).explaining(problem)
  }

  private func log(
    _ answer: SiteAnswer, _ reception: Reception, _ duration: Duration, _ logger: Logger
  ) {
    logger.info(
      "request",
      metadata: [
        "route": "\(reception.routeName)", "method": "\(reception.method)",
        "status": "\(answer.status)", "ms": "\(duration.milliseconds)",
        "labeler": "\(reception.site.visitor?.labeler.id.description ?? "-")",
        "from": "\(reception.site.addressPrefix)",
      ])
  }
}

extension SiteAnswer {
  /// The same with what HTTP wants to be said with some errors.
  fileprivate func explaining(_ problem: SiteError) -> SiteAnswer {
    switch problem {
    case .notAllowed(let routes):
      let methods = routes.flatMap { $0.method == .get ? ["GET", "HEAD"] : ["POST"] }
      return adding("Allow", methods.joined(separator: ", "))
    case .busy, .diskFull: return adding("Retry-After", "5")
    default: return self
    }
  }
}

/// Returns a text for the log: on one line, and of bearable length.
func logged(_ text: String) -> String {
  String(
    String.UnicodeScalarView(
      text.unicodeScalars.prefix(500).map {
        $0.isASCII && $0.value >= 32 && $0.value != 127 ? $0 : "?"
      }
    ))
}
