public import Foundation

/// A row with something to judge: a prompt, and completions that nobody need have judged yet.
public struct CandidateRow: Sendable {
  /// What was asked; nothing where the row does not say.
  public let prompt: Content?
  /// The completions, if there are any.
  public let completions: [Content]
  /// The rank of each completion, where the row has an order: 1 is best, equal ranks are ties.
  public let ranks: [Int]?
  /// The ranks in the column `gold`, or `ranks` where that column is true.
  public let goldRanks: [Int]?
  /// Where it was read.
  public let source: RowSource
  private let row: RankingRow

  init(_ record: Record) throws {
    let parts = try record.candidates()
    (prompt, completions, ranks) = parts
    goldRanks = try record.goldRanks(parts.ranks, completionCount: parts.completions.count)
    source = record.source
    row = RankingRow(
      Ranking(prompt: .text(""), completions: [], ranks: []), members: record.members)
  }

  /// Returns the text in a column, or the digits of a number; nothing where it holds neither.
  public func text(inColumn name: String) -> String? { row.text(inColumn: name) }

  /// Returns the number in a column, also where it is written as a string.
  public func number(inColumn name: String) -> Double? { row.number(inColumn: name) }

  /// Returns the texts in a column that holds an array, with nothing for elements of other kinds.
  public func texts(inColumn name: String) -> [String?]? { row.texts(inColumn: name) }
}

/// Calls `body` with each row of a file of JSON lines, which may be compressed with gzip.
///
/// A row has a `prompt`, with `completions` and perhaps `ranks` or `scores`, with a `completion`,
/// or alone; or it is a comparison or a conversation. Only what cannot be understood is refused.
///
/// - Throws: `DatasetError` for the file, and what `body` throws.
public func forEachCandidateRow(
  of file: URL, columns: ColumnNames = ColumnNames(),
  _ body: (Result<CandidateRow, RefusedRow>) throws -> Void
) throws {
  var isEmpty = true
  try forEachValue(of: file) { source, value in
    isEmpty = false
    let row: Result<CandidateRow, RefusedRow>
    do {
      row = .success(try CandidateRow(Record(value.get(), source: source, names: columns)))
    } catch let problem as RowProblem {
      row = .failure(RefusedRow(row: problem.badRow(at: source)))
    } catch let problem as JSONProblem {
      let reason = "malformed JSON at byte \(problem.byte): \(problem.reason)"
      row = .failure(RefusedRow(row: BadRow(source: source, column: nil, reason: reason)))
    }
    try body(row)
  }
  guard !isEmpty else { throw DatasetError.empty(file: file.relativePath) }
}

extension Record {
  /// Returns the parts that the row has.
  fileprivate func candidates() throws -> (
    prompt: Content?, completions: [Content], ranks: [Int]?
  ) {
    if has(names.completions) { return try listedCandidates() }
    if has(names.chosen) || has(names.rejected) {
      let ranking = try uncheckedRanking()
      return (ranking.prompt, ranking.completions, ranking.ranks)
    }
    if has(names.completion), has(names.prompt) {
      let (prompt, completions) = try paired(
        content(in: names.prompt), [content(in: names.completion)],
        columns: [names.prompt, names.completion])
      return (prompt, completions, nil)
    }
    if has(names.prompt) { return (try content(in: names.prompt), [], nil) }
    guard let column = conversationColumn else { return (nil, [], nil) }
    let turns = try messages(in: column)
    guard turns.last?.role == "assistant" else { return (.messages(turns), [], nil) }
    return (.messages(turns.dropLast()), [.messages(turns.suffix(1))], nil)
  }

  private func listedCandidates() throws -> (
    prompt: Content?, completions: [Content], ranks: [Int]?
  ) {
    let given = try array(in: names.completions).map { try Content($0, column: names.completions) }
    guard !given.isEmpty else { return (try content(in: names.prompt), [], nil) }
    let (prompt, completions) = try paired(
      content(in: names.prompt), given, columns: [names.prompt, names.completions])
    guard has(names.ranks) || has(names.scores) else { return (prompt, completions, nil) }
    let ranks = try ranks()
    try check(ranks, completions.count, column: has(names.ranks) ? names.ranks : names.scores)
    return (prompt, completions, ranks)
  }

  fileprivate func goldRanks(_ ranks: [Int]?, completionCount: Int) throws -> [Int]? {
    switch self["gold"] {
    case nil, .bool(false), .number("0"): return nil
    case .bool(true), .number("1"):
      guard let ranks else {
        throw RowProblem(
          column: "gold", reason: "there are no ranks that could be the known answer")
      }
      return ranks
    case .array(let values):
      let known = try values.map { value in
        guard let rank = Int(exactly: try finiteNumber(value, column: "gold")), rank > 0 else {
          throw RowProblem(column: "gold", reason: "a rank is not a whole number from 1 on")
        }
        return rank
      }
      try check(known, completionCount, column: "gold")
      return known
    case .some(let value):
      throw RowProblem(
        column: "gold", reason: "it is \(value.kind), not a list of ranks or a Boolean")
    }
  }

  private func check(_ ranks: [Int], _ completionCount: Int, column: String) throws {
    guard ranks.count == completionCount else {
      throw RowProblem(
        column: column,
        reason: "\(ranks.count) values are given for \(completionCount) completions")
    }
  }
}
