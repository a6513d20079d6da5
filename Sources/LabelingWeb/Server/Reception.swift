import Feedback
import HTTPTypes
import Hummingbird
import NIOCore

/// A request on its way in: what its head says, and what has been found out so far.
struct Reception {
  /// What the pages will be told.
  var site = SiteRequest(route: .start)
  /// Whether the body was read, so that the connection may go on.
  var hasReadBody = false
  private(set) var setsFormCookie = false
  private var formSecret: SecretToken?
  private var hasRoute = false

  let method: String
  private let head: HTTPRequest
  private let configuration: ServerConfiguration
  private let host: String?

  init(_ request: Request, _ context: ConnectionContext, _ configuration: ServerConfiguration) {
    head = request.head
    method = ["GET", "HEAD", "POST"].first { $0 == request.method.rawValue } ?? "other"
    self.configuration = configuration
    let forwardedHost = configuration.trustsProxy ? request.head.last("X-Forwarded-Host") : nil
    host = forwardedHost ?? request.head.authority
    let forwarded =
      configuration.trustsProxy
      ? forwardedAddress(request.head.last("X-Forwarded-For")) : nil
    site.addressPrefix = addressPrefix(of: forwarded ?? context.channel.remoteAddress)
    site.origin = "\(configuration.isSecure ? "https" : "http")://\(host ?? "")"
    site.wantsJSON =
      request.head.last("Accept")?.utf8.elementsEqual("application/json".utf8) == true
  }

  /// What the log calls it; never the address, which anybody may have made up.
  var routeName: String { hasRoute ? site.route.rawValue : "none" }

  /// The secret of the cookie that says who is signed in.
  var sessionToken: String? { SiteCookie.session.value(in: head.cookies) }

  /// Finds out what is asked.
  ///
  /// - Throws: `SiteError`.
  mutating func findRoute() throws(SiteError) {
    try checkHost()
    guard let target = head.path, target.utf8.first == UInt8(ascii: "/") else {
      throw .malformed("The address cannot be read.")
    }
    let parts = target.utf8.split(
      separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
    guard let match = RouteMatch(path: String(Substring(parts[0]))) else { throw .notFound }
    let wanted: Route.Method? = method == "other" ? nil : method == "POST" ? .post : .get
    guard let route = match.routes.first(where: { $0.method == wanted }) else {
      throw .notAllowed(match.routes)
    }
    site.route = route
    site.parameters = match.parameters
    hasRoute = true
    do throws(FormFields.Fault) {
      if parts.count > 1 { site.query = try FormFields(urlEncoded: parts[1]) }
    } catch {
      throw .malformed("The address cannot be read.")
    }
  }

  /// A server that only this machine reaches answers only to this machine's names, so that no
  /// site elsewhere can pass itself off as it by pointing its name here.
  private func checkHost() throws(SiteError) {
    guard let host, isHostName(host) else {
      throw .malformed("The request does not say which host it is for.")
    }
    guard !configuration.trustsProxy else { return }
    guard isLoopbackName(withoutPort(host)) else { throw .misdirected }
  }

  /// - Throws: `SiteError.foreignForm` where a form did not come from a page of ours.
  func checkSource() throws(SiteError) {
    let isOurs = FormSource.isOurs(
      site: head.last("Sec-Fetch-Site"), origin: head.last("Origin"), own: site.origin)
    guard isOurs else { throw .foreignForm }
  }

  /// Sets what forms send back: the session's token, or one that follows from a cookie.
  mutating func prepareFormToken() {
    if let session = site.visitor?.session {
      site.formToken = session.formToken
      return
    }
    let known = SiteCookie.form.value(in: head.cookies).flatMap { SecretToken($0) }
    let secret = known ?? SecretToken.new()
    formSecret = secret
    setsFormCookie = known == nil
    site.formToken = FormToken.beforeSession(cookie: secret)
  }

  /// The header that sets the cookie.
  var formCookie: String { SiteCookie.form.setting(formSecret?.text ?? "") }

  /// - Throws: `SiteError.foreignForm`.
  func checkFormToken() throws(SiteError) {
    guard !setsFormCookie,
      FormToken.isValid(site.form.first("form_token"), due: site.formToken)
    else { throw .foreignForm }
  }

  /// Returns how long the body says it is.
  ///
  /// A request that does not say is refused: one that was cut off could not be told from a whole
  /// one.
  ///
  /// - Throws: `SiteError`.
  func bodySize(upTo limit: Int) throws(SiteError) -> Int {
    guard let text = head.last("Content-Length") else { throw .lengthRequired }
    guard let size = Int(text), size >= 0 else { throw .malformed("The length cannot be read.") }
    guard size <= limit else { throw .tooLarge }
    return size
  }

  /// - Throws: `SiteError.unsupportedForm`.
  func checkContentType() throws(SiteError) {
    let type = head.last("Content-Type")?.utf8.split(separator: UInt8(ascii: ";")).first ?? [][...]
    let small = type.filter { $0 != 32 }.map { (65...90).contains($0) ? $0 + 32 : $0 }
    guard small.elementsEqual("application/x-www-form-urlencoded".utf8) else {
      throw .unsupportedForm
    }
  }

  /// Where one signs in, and comes back from.
  var toLogin: SiteAnswer {
    let path = site.route.method == .get ? site.route.path(with: site.parameters) : nil
    guard let path, path != "/" else { return .redirect(to: Route.loginForm.path) }
    return .redirect(to: "\(Route.loginForm.path)?next=\(path)")
  }
}

extension HTTPRequest {
  /// Returns the last value of a header.
  fileprivate func last(_ name: String) -> String? {
    HTTPField.Name(name).flatMap { headerFields[values: $0].last }
  }

  /// All cookies, in one line.
  fileprivate var cookies: String { headerFields[values: .cookie].joined(separator: "; ") }
}
