extension Table {
  /// Returns the table for a terminal: columns under their headers, numbers to the right.
  ///
  /// Where it is too wide, the widest columns of words are wrapped.
  ///
  /// - Parameter width: How many columns the terminal has.
  public func text(width: Int = 80) -> String {
    let cells = ([headers] + rows).map { $0.map { visible($0, keepingLines: false) } }
    let isNumeric = self.isNumeric
    let widths = columnWidths(cells, isNumeric, width: width)
    var lines = caption.map { wrapped(visible($0, keepingLines: false), to: width) } ?? []
    for (index, row) in cells.enumerated() {
      lines += textLines(of: row, widths, isNumeric)
      if index == 0 { lines.append(widths.map { rule($0) }.joined(separator: "  ")) }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func rule(_ width: Int) -> String { String(repeating: "─", count: width) }

  private func columnWidths(_ cells: [[String]], _ isNumeric: [Bool], width: Int) -> [Int] {
    var widths = headers.indices.map { column in
      max(1, cells.map { displayWidth($0[column]) }.max() ?? 1)
    }
    // Headers of numbers may be wrapped, but never the numbers.
    let least = headers.indices.map { column in
      isNumeric[column] ? cells.dropFirst().map { displayWidth($0[column]) }.max() ?? 8 : 8
    }
    while widths.reduce(0, +) + 2 * (widths.count - 1) > width {
      let candidates = widths.indices.filter { widths[$0] > max(4, least[$0]) }
      guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
      widths[widest] -= 1
    }
    return widths
  }

  private func textLines(of row: [String], _ widths: [Int], _ isNumeric: [Bool]) -> [String] {
    let columns = zip(row, widths).map { wrapped($0, to: $1) }
    return (0..<(columns.map(\.count).max() ?? 0)).map { index in
      let parts = columns.indices.map { column in
        padded(
          index < columns[column].count ? columns[column][index] : "", to: widths[column],
          onTheLeft: isNumeric[column])
      }
      var line = parts.joined(separator: "  ")
      while line.hasSuffix(" ") { line.removeLast() }
      return line
    }
  }
}
