/// A cookie of ours.
///
/// The prefix `__Host-` makes a browser take it only over TLS (or on the machine itself), for this
/// very host and all of its paths, so that no neighbour can set it.
enum SiteCookie: String {
  /// The secret of who is signed in.
  case session = "__Host-session"
  /// The secret that the forms to sign in and to join are tied to.
  case form = "__Host-form"

  /// The header that sets it until the browser is closed.
  func setting(_ value: String) -> String {
    "\(rawValue)=\(value); Path=/; Secure; HttpOnly; SameSite=Lax"
  }

  /// The header that takes it back.
  var removing: String { setting("") + "; Max-Age=0" }

  /// Returns its value in a request's header `Cookie`; the first, where there are several.
  func value(in header: String?) -> String? {
    guard let header else { return nil }
    for pair in header.utf8.split(separator: UInt8(ascii: ";")) {
      let pair = pair.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      guard let sign = pair.firstIndex(of: UInt8(ascii: "=")),
        pair[..<sign].elementsEqual(rawValue.utf8)
      else { continue }
      return String(pair[pair.index(after: sign)...])
    }
    return nil
  }
}
