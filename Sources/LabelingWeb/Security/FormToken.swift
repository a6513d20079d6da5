import Feedback

/// What a form sends back so that no other site can have sent it.
enum FormToken {
  /// The token of the forms that are sent before anybody is signed in: it follows from a cookie
  /// that only this server can set, and does not give the cookie away.
  static func beforeSession(cookie: SecretToken) -> String { sha256(of: "form of \(cookie.text)") }

  /// Returns whether the token that was sent is the one that is due.
  static func isValid(_ sent: String?, due: String) -> Bool {
    guard let sent, due.utf8.count >= 32 else { return false }
    return isSameSecret(sent, due)
  }
}
