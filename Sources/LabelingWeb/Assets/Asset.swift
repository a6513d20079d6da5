import Runs

/// A file that the pages need, compiled into the program.
struct Asset: Sendable, Equatable {
  /// Its name, with the beginning of its hash, so that a browser may keep it for good.
  let name: String
  /// What kind of file it is.
  let contentType: String
  /// What is in it.
  let text: String

  /// Names a file after what is in it.
  init(_ stem: String, _ ending: String, contentType: String, text: String) {
    var hash = RunningHash()
    hash.add(text)
    name = "\(stem)-\(hash.digits.prefix(12)).\(ending)"
    self.contentType = contentType
    self.text = text
  }

  /// Where it is found.
  var path: String { "/assets/\(name)" }

  /// The one style sheet.
  static let style = Asset(
    "app", "css", contentType: "text/css; charset=utf-8", text: unindented(appStyle.joined()))
  /// The one script.
  static let script = Asset(
    "app", "js", contentType: "text/javascript; charset=utf-8", text: unindented(appScript.joined())
  )
  /// The picture in a browser's tab: one thing before another.
  static let icon = Asset(
    "icon", "svg", contentType: "image/svg+xml",
    text: """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" \
      rx="3" fill="#0069a6"/><path d="M5 4l5 4-5 4" fill="none" stroke="#fff" stroke-width="2" \
      stroke-linecap="round" stroke-linejoin="round"/></svg>
      """)
  /// All there are.
  static let all = [style, script, icon]

  /// Returns the file of a name, which must be exactly one of those that there are.
  static func named(_ name: String) -> Asset? {
    all.first { $0.name.utf8.elementsEqual(name.utf8) }
  }
}

/// Returns lines without the spaces before them, which only the reader of the source needs.
private func unindented(_ text: String) -> String {
  text.split(separator: "\n").map { $0.drop { $0 == " " } }.joined(separator: "\n")
}
