/// What every answer tells a browser not to do.
enum SecurityHeaders {
  /// Nothing from elsewhere, no inline script, no frame, no plug-in, and no text that a script
  /// turns into HTML; what is tried all the same is reported to us.
  static let contentPolicy = [
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'",
    "connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    "object-src 'none'", "require-trusted-types-for 'script'", "report-uri /csp-report",
  ].joined(separator: "; ")

  /// Returns the headers of an answer.
  ///
  /// `Referrer-Policy` is `same-origin`: with `no-referrer` browsers send `Origin: null` with our
  /// own forms, and those of others could not be told from them.
  static func headers(isLasting: Bool, isSecure: Bool) -> [SiteAnswer.Header] {
    typealias Header = SiteAnswer.Header
    var headers = [
      Header(name: "Content-Security-Policy", value: contentPolicy),
      Header(name: "X-Content-Type-Options", value: "nosniff"),
      Header(name: "X-Frame-Options", value: "DENY"),
      Header(name: "Referrer-Policy", value: "same-origin"),
      Header(name: "Cross-Origin-Opener-Policy", value: "same-origin"),
      Header(name: "Cross-Origin-Resource-Policy", value: "same-origin"),
      Header(
        name: "Permissions-Policy",
        value: "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
      Header(
        name: "Cache-Control",
        value: isLasting ? "public, max-age=31536000, immutable" : "no-store"),
    ]
    if isSecure {
      headers.append(Header(name: "Strict-Transport-Security", value: "max-age=31536000"))
    }
    return headers
  }
}
