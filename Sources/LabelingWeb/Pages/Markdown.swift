import HTML

/// The small Markdown of guidelines: headings, lists, paragraphs, quotations, emphasis, code.
///
/// What it does not know stays as it was written; HTML within it is text like any other, and there
/// are no links and no images.
struct Markdown {
  private var blocks: [Markup] = []
  private var items: [Markup] = []
  private var listIsNumbered = false
  private var paragraph: [String] = []
  private var isQuotation = false
  private var level: Int

  /// Returns the text as elements.
  ///
  /// - Parameters:
  ///   - text: The text as it was written.
  ///   - level: The level of the heading above it.
  static func markup(_ text: String, below level: Int = 1) -> Markup {
    var markdown = Markdown(level: level)
    for line in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) {
      markdown.read(trimmed(line))
    }
    markdown.endAll()
    return Markup(markdown.blocks)
  }

  private init(level: Int) { self.level = level }

  private mutating func read(_ line: Substring.UnicodeScalarView) {
    if line.isEmpty { return endAll() }
    if let heading = marker(line, "#", atMost: 6) { return add(heading: heading) }
    if let item = bullet(line) { return add(item: item, isNumbered: false) }
    if let item = number(line) { return add(item: item, isNumbered: true) }
    if line.first == ">" {
      if !isQuotation { endAll() }
      isQuotation = true
      paragraph.append(String(trimmed(line.dropFirst())))
    } else if !items.isEmpty, paragraph.isEmpty {
      items[items.count - 1] = "\(items[items.count - 1]) \(inline(String(line)))"
    } else {
      if isQuotation { endAll() }
      paragraph.append(String(line))
    }
  }

  private mutating func add(heading: (count: Int, rest: Substring.UnicodeScalarView)) {
    endAll()
    // A level is never skipped, however it was written.
    let next = min(heading.count + 1, level + 1, 6)
    level = max(2, next)
    let words = inline(String(heading.rest))
    switch level {
    case 2: blocks.append("<h2 dir=\"auto\">\(words)</h2>\n")
    case 3: blocks.append("<h3 dir=\"auto\">\(words)</h3>\n")
    default:
      level = 4
      blocks.append("<h4 dir=\"auto\">\(words)</h4>\n")
    }
  }

  private mutating func add(item: Substring.UnicodeScalarView, isNumbered: Bool) {
    if !paragraph.isEmpty || isNumbered != listIsNumbered { endAll() }
    listIsNumbered = isNumbered
    items.append(inline(String(item)))
  }

  private mutating func endAll() {
    if !items.isEmpty {
      let entries = items.map { "<li dir=\"auto\">\($0)</li>\n" as Markup }
      blocks.append(listIsNumbered ? "<ol>\n\(entries)</ol>\n" : "<ul>\n\(entries)</ul>\n")
    }
    if !paragraph.isEmpty {
      let words: Markup = "<p dir=\"auto\">\(inline(paragraph.joined(separator: "\n")))</p>\n"
      blocks.append(isQuotation ? "<blockquote>\n\(words)</blockquote>\n" : words)
    }
    items = []
    paragraph = []
    isQuotation = false
  }
}

/// Returns a line without the white space at its ends.
private func trimmed(_ line: Substring.UnicodeScalarView) -> Substring.UnicodeScalarView {
  var line = line.drop { $0.properties.isWhitespace }
  while line.last?.properties.isWhitespace == true { line.removeLast() }
  return line
}

/// Returns what follows a run of one sign and a space, with the length of the run.
private func marker(
  _ line: Substring.UnicodeScalarView, _ sign: Unicode.Scalar, atMost limit: Int
) -> (count: Int, rest: Substring.UnicodeScalarView)? {
  let rest = line.drop { $0 == sign }
  let count = line.count - rest.count
  guard (1...limit).contains(count), rest.first == " " else { return nil }
  return (count, trimmed(rest))
}

private func bullet(_ line: Substring.UnicodeScalarView) -> Substring.UnicodeScalarView? {
  for sign in ["-", "*", "+"] as [Unicode.Scalar] {
    if let found = marker(line, sign, atMost: 1) { return found.rest }
  }
  return nil
}

private func number(_ line: Substring.UnicodeScalarView) -> Substring.UnicodeScalarView? {
  let rest = line.drop { ("0"..."9").contains($0) }
  guard (1...3).contains(line.count - rest.count), rest.first == "." || rest.first == ")",
    rest.dropFirst().first == " "
  else { return nil }
  return trimmed(rest.dropFirst())
}

/// Returns a line with its emphasis and code as elements; a sign without a partner is itself.
private func inline(_ text: String) -> Markup {
  var result: [Markup] = []
  var rest = Substring(text).unicodeScalars
  var plain = String.UnicodeScalarView()
  func words(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
  while let first = rest.first {
    if let span = span(at: rest) {
      result.append("\(marked: String(plain))")
      plain = .init()
      let inner = words(span.inner)
      switch span.sign {
      case "**": result.append("<strong>\(marked: inner)</strong>")
      case "`": result.append("<code>\(marked: inner)</code>")
      default: result.append("<em>\(marked: inner)</em>")
      }
      rest = span.rest
    } else {
      plain.append(first)
      rest.removeFirst()
    }
  }
  return Markup(result + ["\(marked: String(plain))"])
}

private func span(
  at text: Substring.UnicodeScalarView
) -> (
  sign: String, inner: Substring.UnicodeScalarView, rest: Substring.UnicodeScalarView
)? {
  for sign in ["**", "`", "*"] {
    let scalars = Array(sign.unicodeScalars)
    guard text.starts(with: scalars) else { continue }
    let body = text.dropFirst(scalars.count)
    guard let first = body.first, !first.properties.isWhitespace else { continue }
    var end = body.startIndex
    while end != body.endIndex {
      let here = body[end...]
      if here.starts(with: scalars), end != body.startIndex {
        return (sign, body[..<end], here.dropFirst(scalars.count))
      }
      end = body.index(after: end)
    }
  }
  return nil
}
