import HTML

/// A table whose cells may hold more than text; scrolls sideways where it is too wide.
struct PageTable {
  let caption: String
  let headers: [Markup]
  let rows: [[Markup]]
  /// The columns of numbers.
  var numbers: Set<Int> = []
  /// Whether the caption is only spoken, where a heading above says the same.
  var hidesCaption = false

  var element: Markup {
    let head = headers.enumerated().map { column, header -> Markup in
      header == ""
        ? "<td></td>" : "<th scope=\"col\"\(attributes(column))>\(header)</th>"
    }
    let body = rows.map { row -> Markup in
      let cells = row.enumerated().map { column, cell -> Markup in
        "<td\(attributes(column))>\(cell)</td>"
      }
      return "<tr>\(cells)</tr>\n"
    }
    return """
      <div class="scroll" tabindex="0" role="region" aria-label="\(caption)"><table>
      \(hidesCaption ? "" : "<caption>\(caption)</caption>" as Markup)
      <thead><tr>\(head)</tr></thead>
      <tbody>
      \(body)</tbody>
      </table></div>

      """
  }

  private func attributes(_ column: Int) -> Markup {
    numbers.contains(column) ? " class=\"number\"" : ""
  }
}
