import HTML
import Statistics

extension Report {
  /// Returns the report as one HTML page.
  ///
  /// It needs no file beside it and makes no request; a policy in its head forbids requests, and all
  /// scripts but that of an interactive report, should anything ever try.
  ///
  /// - Parameter isLive: Whether a server shows the page while the run goes on: its script then asks
  ///   that server, and nobody else, for news.
  public func html(isLive: Bool = false) -> String {
    let page: Markup = """
      <!doctype html>
      <html lang="en"\(" data-live", if: isLive)>
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(contentPolicy(isLive: isLive))">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(title)</title>
      <style>\(style)</style>
      </head>
      <body\(" class=\"wide\"", if: isInteractive)>
      <main>
      <header\(" data-part=\"head\"", if: isInteractive)>
      <h1 dir="auto">\(marked: title)</h1>
      \(summary.map { "<p class=\"lead\" dir=\"auto\">\(marked: $0)</p>\n" as Markup })
      </header>
      \(contents)\(isInteractive ? tools(isLive: isLive) : "")
      \(sections.enumerated().map { $1.element(number: $0 + 1, isInteractive: isInteractive) })
      </main>
      \("<script>\(reportScript)</script>", if: isInteractive)
      </body>
      </html>

      """
    return page.html
  }

  private var style: Markup { isInteractive ? "\(styleSheet)\(interactiveStyle)" : styleSheet }

  private var contents: Markup {
    guard sections.count > 3 else { return "" }
    let anchors = sections.enumerated().map { index, section -> Markup in
      "<li><a href=\"#section-\(index + 1)\"><bdi>\(section.title)</bdi></a></li>"
    }
    return "<nav aria-label=\"Sections\" data-part=\"contents\"><ul>\(anchors)</ul></nav>"
  }

  private func contentPolicy(isLive: Bool) -> Markup {
    guard isInteractive else {
      return "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    }
    return interactiveContentPolicy(style: style, isLive: isLive)
  }

  /// What only the script makes work, hidden without it.
  private func tools(isLive: Bool) -> Markup {
    let runs = overlaidRuns.enumerated().map { index, name -> Markup in
      """
      <label class="run"><input type="checkbox" checked data-run="\(index)">\
      <span class="dot s\(index % 6)" aria-hidden="true"></span><bdi>\(marked: name)</bdi></label>

      """
    }
    return """
      <div class="tools scripted-only" role="search" aria-label="This page">
      <label class="find">Find <input type="search" id="find" autocomplete="off"></label>
      <label class="smooth">Smoothing <input type="range" id="smoothing" min="0" max="20" step="1" \
      value="4"> <output id="smoothed" for="smoothing">4%</output></label>
      \(runs)<span class="state"><output id="found"></output>\
      \("<output id=\"live\">live</output>", if: isLive)</span>
      </div>

      """
  }
}

extension Report.Section {
  fileprivate func element(number: Int, isInteractive: Bool) -> Markup {
    """
    <section id="section-\(number)" aria-labelledby="heading-\(number)"\
    \(" data-part=\"section-\(number)\"", if: isInteractive)>
    <h2 id="heading-\(number)" dir="auto">\(marked: title)</h2>
    \(elements(isInteractive: isInteractive))
    </section>

    """
  }

  /// The blocks, with neighbouring charts laid side by side.
  private func elements(isInteractive: Bool) -> [Markup] {
    var result: [Markup] = []
    var figures: [Markup] = []
    func endFigures() {
      if !figures.isEmpty { result.append("<div class=\"charts\">\n\(figures)</div>\n") }
      figures = []
    }
    for block in blocks {
      if let figure = block.figure(isInteractive: isInteractive) {
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
  fileprivate func figure(isInteractive: Bool) -> Markup? {
    switch self {
    case .curves(let chart): chart.figure(isInteractive: isInteractive)
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
    case .tiles(let tiles): "<dl class=\"tiles\">\(tiles.map { $0.element() })</dl>\n"
    case .verdicts(let cards): "<ol class=\"verdicts\">\(cards.map { $0.element() })</ol>\n"
    case .samples(let sheet): sheet.element()
    case .curves, .intervals: ""
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
        <div class="reply"><h3><bdi>\(marked: reply.name)</bdi>\(score)</h3>\(text)</div>

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
    "<h3><bdi>\(marked: turn.speaker)</bdi></h3>\(paragraph(turn.text))"
  }

  private func paragraph(_ text: String) -> Markup {
    "<p class=\"words\" dir=\"auto\">\(marked: text)</p>"
  }
}
