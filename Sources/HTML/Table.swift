/// Rows of texts and numbers under headers.
public struct Table: Sendable, Equatable {
  /// What it shows, in a sentence.
  public var caption: String?
  /// The heading of each column.
  public var headers: [String]
  /// The cells of each row, as many as there are headers.
  public var rows: [[String]]

  /// Creates a table; columns of numbers find out themselves that they are.
  public init(headers: [String], rows: [[String]], caption: String? = nil) {
    for row in rows {
      precondition(
        row.count == headers.count,
        "a row needs \(headers.count) cells like the headers, has \(row.count): \(row)")
    }
    self.headers = headers
    self.rows = rows
    self.caption = caption
  }

  /// For each column, whether it holds numbers, and so is set to the right.
  public var isNumeric: [Bool] {
    headers.indices.map { column in
      let cells = rows.map { $0[column] }.filter { !isBlank($0) }
      return !cells.isEmpty && cells.allSatisfy(startsWithNumber)
    }
  }
}

private func isBlank(_ cell: String) -> Bool {
  cell.allSatisfy { $0.isWhitespace || $0 == "–" || $0 == "—" || $0 == "-" }
    || cell == "unknown"
}

/// Returns whether a cell is a number with at most a unit or an interval after it.
private func startsWithNumber(_ cell: String) -> Bool {
  if ["NaN", "∞", "−∞"].contains(cell) { return true }
  let unsigned = cell.first.map { "+-−±".contains($0) } == true ? cell.dropFirst() : cell[...]
  guard let first = unsigned.first, first.isASCII, first.isNumber else { return false }
  return cell.count { $0.isLetter } <= 2
}
