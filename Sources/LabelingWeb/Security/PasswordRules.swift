/// What a new password must be like.
///
/// It is taken as it was typed: not cut, not changed.
enum PasswordRules {
  /// The fewest characters.
  static let leastLength = 8
  /// The most characters; longer ones would only cost time.
  static let greatestLength = 256

  /// Returns what is wrong with a new password, as a sentence, or nothing.
  static func problem(with password: String, handle: String) -> String? {
    let length = password.unicodeScalars.count
    if length < leastLength {
      return "A password has at least \(leastLength) characters; 15 or more are better, such as a "
        + "few words."
    }
    if length > greatestLength { return "A password has at most \(greatestLength) characters." }
    if CommonPasswords.contains(password) || Set(password.unicodeScalars).count < 4 {
      return "This password is among those that everybody tries first. Take a few words that "
        + "nobody would guess."
    }
    if isSame(password, handle) {
      return "The password must not be the name to sign in with."
    }
    return nil
  }

  private static func isSame(_ password: String, _ handle: String) -> Bool {
    func small(_ text: String) -> [UInt8] {
      text.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }
    }
    return small(password) == small(handle)
  }
}
