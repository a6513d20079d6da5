import Feedback
import HTML

/// Something that went wrong, or that is not there.
struct MessagePage: Page {
  let status: Int
  let title: String
  let text: String
  let link: (path: String, words: String)?

  init(status: Int, title: String, text: String, link: (String, String)? = nil) {
    self.status = status
    self.title = title
    self.text = text
    self.link = link.map { (path: $0.0, words: $0.1) }
  }

  var name: StaticString { "message" }

  func content(in context: PageContext) -> Markup {
    let way: Markup =
      link.map { "<p><a class=\"button\" href=\"\($0.path)\">\($0.words)</a></p>\n" } ?? ""
    return """
      <p dir="auto">\(marked: text)</p>
      \(way)<p class="hint">Answer \(status)</p>
      """
  }
}
