extension Table {
  /// The table as an element, which scrolls sideways where it is too wide.
  public func element() -> Markup {
    let isNumeric = self.isNumeric
    let caption: Markup =
      self.caption.map { "<caption dir=\"auto\">\(marked: $0)</caption>\n" } ?? ""
    func attributes(_ column: Int) -> Markup { isNumeric[column] ? " class=\"number\"" : "" }
    let head = headers.enumerated().map { column, header -> Markup in
      "<th scope=\"col\"\(attributes(column)) dir=\"auto\">\(marked: header)</th>"
    }
    let body = rows.map { row -> Markup in
      let cells = row.enumerated().map { column, cell -> Markup in
        "<td\(attributes(column)) dir=\"auto\">\(marked: cell)</td>"
      }
      return "<tr>\(cells)</tr>\n"
    }
    return """
      <div class="scroll" tabindex="0" role="region" aria-label="\(self.caption ?? headers.joined(separator: ", "))">\
      <table>
      \(caption)<thead><tr>\(head)</tr></thead>
      <tbody>
      \(body)</tbody>
      </table></div>

      """
  }
}
