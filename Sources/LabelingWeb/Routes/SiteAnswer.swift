import HTML

/// What goes back to a browser.
struct SiteAnswer: Sendable, Equatable {
  /// A header of an answer.
  struct Header: Sendable, Equatable {
    let name: String
    let value: String
  }

  /// The status.
  var status: Int
  /// What kind of text it is; nothing without text.
  var contentType: String?
  /// The text.
  var body = ""
  /// Headers of this answer alone.
  var headers: [Header] = []
  /// Whether a browser may keep it for good.
  var isLasting = false

  /// Sends a browser on, after something was done; with GET, so that a reload does nothing twice.
  ///
  /// - Parameter path: An address of ours, as it is to be written.
  static func redirect(to path: String) -> SiteAnswer {
    SiteAnswer(status: 303, headers: [Header(name: "Location", value: path)])
  }

  /// A page.
  static func page(_ page: some Page, status: Int = 200, in context: PageContext) -> SiteAnswer {
    SiteAnswer(
      status: status, contentType: "text/html; charset=utf-8",
      body: page.document(in: context).html)
  }

  /// Numbers for the script.
  static func json(_ values: KeyValuePairs<StaticString, Int64>) -> SiteAnswer {
    let members = values.map { "\"\($0.key)\":\($0.value)" }
    return SiteAnswer(
      status: 200, contentType: "application/json",
      body: "{" + members.joined(separator: ",") + "}")
  }

  /// Plain words.
  static func text(_ text: String, status: Int = 200) -> SiteAnswer {
    SiteAnswer(status: status, contentType: "text/plain; charset=utf-8", body: text)
  }

  /// The same with a header more.
  func adding(_ name: String, _ value: String) -> SiteAnswer {
    var answer = self
    answer.headers.append(Header(name: name, value: value))
    return answer
  }
}
