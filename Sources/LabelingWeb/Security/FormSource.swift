/// Whether a form came from a page of this server, as the browser says.
enum FormSource {
  /// Returns whether it did.
  ///
  /// Browsers say with `Sec-Fetch-Site` how the sending page and this server are related, and with
  /// `Origin` whose page it was; no page can forge either. What sends neither is no browser of
  /// today, and is refused.
  ///
  /// - Parameters:
  ///   - site: The header `Sec-Fetch-Site`.
  ///   - origin: The header `Origin`.
  ///   - own: The origin of this server, as the browser sees it.
  static func isOurs(site: String?, origin: String?, own: String) -> Bool {
    if let site, !site.utf8.elementsEqual("same-origin".utf8) { return false }
    if let origin { return small(origin) == small(own) }
    return site != nil
  }

  private static func small(_ text: String) -> [UInt8] {
    text.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }
  }
}
