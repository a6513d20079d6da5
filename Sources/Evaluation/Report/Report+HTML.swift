import HTML
import Statistics

extension Report {
  /// Returns the report as one HTML page.
  ///
  /// It needs no file beside it and makes no request; a policy in its head forbids scripts and
  /// requests should anything ever try.
  public func html() -> String {
    let anchors = sections.enumerated().map { index, section -> Markup in
      "<li><a href=\"#section-\(index + 1)\"><bdi>\(section.title)</bdi></a></li>"
    }
    let contents: Markup =
      sections.count > 3 ? "<nav aria-label=\"Sections\"><ul>\(anchors)</ul></nav>" : ""
    let page: Markup = """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
      style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(title)</title>
      <style>\(styleSheet)</style>
      </head>
      <body>
      <main>
      <header>
      <h1 dir="auto">\(marked: title)</h1>
      \(summary.map { "<p class=\"lead\" dir=\"auto\">\(marked: $0)</p>\n" as Markup })
      </header>
      \(contents)
      \(sections.enumerated().map { $1.element(number: $0 + 1) })
      </main>
      </body>
      </html>

      """
    return page.html
  }
}

extension Report.Section {
  fileprivate func element(number: Int) -> Markup {
    """
    <section id="section-\(number)" aria-labelledby="heading-\(number)">
    <h2 id="heading-\(number)" dir="auto">\(marked: title)</h2>
    \(elements)
    </section>

    """
  }

  /// The blocks, with neighbouring charts laid side by side.
  private var elements: [Markup] {
    var result: [Markup] = []
    var figures: [Markup] = []
    func endFigures() {
      if !figures.isEmpty { result.append("<div class=\"charts\">\n\(figures)</div>\n") }
      figures = []
    }
    for block in blocks {
      if let figure = block.figure {
        figures.append(figure)
      } else {
        endFigures()
        result.append(block.element)
      }
    }
    endFigures()
    return result
  }
}

extension Report.Block {
  fileprivate var figure: Markup? {
    switch self {
    case .curves(let chart): chart.figure()
    case .intervals(let chart): chart.figure()
    default: nil
    }
  }

  fileprivate var element: Markup {
    switch self {
    case .paragraph(let text): "<p dir=\"auto\">\(marked: text)</p>\n"
    case .note(let text): "<p class=\"note\" role=\"note\" dir=\"auto\">\(marked: text)</p>\n"
    case .table(let table): table.element()
    case .keyValues(let pairs): element(of: pairs)
    case .conversations(let comparisons): Markup(comparisons.map { $0.element() })
    case .curves, .intervals: figure ?? ""
    }
  }

  private func element(of pairs: [Report.KeyValue]) -> Markup {
    let rows = pairs.map { pair -> Markup in
      """
      <div><dt dir="auto">\(marked: pair.key)</dt>\
      <dd dir="auto">\(marked: pair.value)</dd></div>

      """
    }
    return "<dl>\(rows)</dl>\n"
  }
}

extension ConversationComparison {
  func element() -> Markup {
    let replies = self.replies.map { reply -> Markup in
      let score: Markup =
        reply.score.map { " <span class=\"score\">\(decimal($0, places: 2))</span>" } ?? ""
      let text: Markup =
        reply.text.isEmpty ? "<p class=\"empty\">(nothing)</p>" : paragraph(reply.text)
      return """
        <div class="reply"><h4><bdi>\(marked: reply.name)</bdi>\(score)</h4>\(text)</div>

        """
    }
    return """
      <article class="conversation">
      <div class="prompt">\(turns.map(element))</div>
      <div class="replies">
      \(replies)</div>
      </article>

      """
  }

  private func element(_ turn: Turn) -> Markup {
    "<h4><bdi>\(marked: turn.speaker)</bdi></h4>\(paragraph(turn.text))"
  }

  private func paragraph(_ text: String) -> Markup {
    "<p class=\"words\" dir=\"auto\">\(marked: text)</p>"
  }
}
