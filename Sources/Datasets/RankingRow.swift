public import Foundation

/// A ranking as it stands in a file, with the row's other columns.
///
/// Unlike those that `readRankings` gives, it may be one that nothing can be learned from: with an
/// empty completion, or with equal ones.
public struct RankingRow: Sendable {
  /// The prompt, the completions and their ranks.
  public let ranking: Ranking
  private let members: [JSONMember]

  init(_ ranking: Ranking, members: [JSONMember]) {
    self.ranking = ranking
    self.members = members
  }

  /// Returns the text in a column, or the digits of a number; nothing where it holds neither.
  public func text(inColumn name: String) -> String? { value(name).flatMap(RankingRow.text) }

  /// Returns the number in a column, also where it is written as a string.
  public func number(inColumn name: String) -> Double? {
    text(inColumn: name).flatMap(Double.init).flatMap { $0.isFinite ? $0 : nil }
  }

  /// Returns the Boolean in a column; 1 and 0 are taken for true and false.
  public func boolean(inColumn name: String) -> Bool? {
    switch value(name) {
    case .bool(let value): value
    case .number("1"): true
    case .number("0"): false
    default: nil
    }
  }

  /// Returns the texts in a column that holds an array, with nothing for elements of other kinds.
  public func texts(inColumn name: String) -> [String?]? {
    guard case .array(let elements) = value(name) else { return nil }
    return elements.map(RankingRow.text)
  }

  /// Returns the texts of each element in a column that holds an array of arrays.
  public func textLists(inColumn name: String) -> [[String]]? {
    guard case .array(let elements) = value(name) else { return nil }
    return elements.map { element in
      guard case .array(let texts) = element else { return [] }
      return texts.compactMap(RankingRow.text)
    }
  }

  private func value(_ name: String) -> JSONValue? { members.first { $0.name == name }?.value }

  private static func text(_ value: JSONValue) -> String? {
    switch value {
    case .string(let text): text
    case .number(let digits): digits
    default: nil
    }
  }
}

/// Calls `body` with each row of a file of JSON lines that is a ranking or a comparison.
///
/// Only what cannot be understood is refused, so that a file can be looked through for what is
/// wrong with it. No more than one row is held at a time.
///
/// - Throws: `DatasetError` for the file, and what `body` throws.
public func forEachRankingRow(
  of file: URL, columns: ColumnNames = ColumnNames(),
  _ body: (Result<RankingRow, RefusedRow>) throws -> Void
) throws {
  var isEmpty = true
  try forEachValue(of: file) { source, value in
    isEmpty = false
    do {
      let record = try Record(value.get(), source: source, names: columns)
      let ranking = try record.uncheckedRanking()
      try body(.success(RankingRow(ranking, members: record.members)))
    } catch let problem as RowProblem {
      try body(.failure(RefusedRow(row: problem.badRow(at: source))))
    } catch let problem as JSONProblem {
      let reason = "malformed JSON at byte \(problem.byte): \(problem.reason)"
      try body(.failure(RefusedRow(row: BadRow(source: source, column: nil, reason: reason))))
    }
  }
  guard !isEmpty else { throw DatasetError.empty(file: file.relativePath) }
}

/// The error that a row cannot be understood.
public struct RefusedRow: Error, Sendable {
  /// Where it is, and why.
  public let row: BadRow
}
