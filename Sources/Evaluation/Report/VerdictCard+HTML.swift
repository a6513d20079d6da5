import HTML

extension VerdictCard {
  /// The card as an element of a list.
  func element() -> Markup {
    let found = evidence.map { "<li dir=\"auto\">\(marked: $0)</li>" as Markup }
    let tone: Markup = response == .stop ? "bad" : response == .warn ? "warned" : "noted"
    return """
      <li class="verdict \(tone)">
      <h3><span class="number">\(label)</span> <bdi>\(marked: title)</bdi> \
      <span class="badge">\(response.word)</span> <span class="place">\(marked: place)</span></h3>
      <ul>\(found)</ul>
      \(advice.isEmpty ? "" : "<p dir=\"auto\"><strong>Try:</strong> \(marked: advice)</p>" as Markup)
      </li>

      """
  }

  /// The card for a terminal, as lines.
  var textLines: [String] {
    ["(\(label)) \(title), \(place): \(response.word)"] + evidence.map { "  · \($0)" }
      + (advice.isEmpty ? [] : ["  Try: \(advice)"])
  }
}

extension Report.Tile {
  /// The number with its name.
  func element() -> Markup {
    """
    <div class="tile"><dt dir="auto">\(marked: title)</dt>\
    <dd dir="auto">\(marked: value)<small dir="auto">\(marked: detail)</small></dd></div>

    """
  }
}
