/// What a column holds that is none of those that readers take for the row itself.
public enum ColumnValue: Sendable, Equatable {
  /// A text.
  case text(String)
  /// A whole number.
  case integer(Int64)
  /// A Boolean.
  case boolean(Bool)
  /// A text for each of several things, and null where there is none.
  case texts([String?])
  /// A whole number for each of several things, and null where there is none.
  case integers([Int64?])
}

/// Why a row would not read back as it is.
public struct UnwritableRow: Error, Sendable, Equatable {
  /// The column at fault, where it is one.
  public let column: String?
  /// What is wrong.
  public let reason: String

  /// Creates a reason.
  public init(column: String?, reason: String) {
    self.column = column
    self.reason = reason
  }
}

extension Demonstration {
  /// Returns the row as a line of JSON, its columns sorted by name and `columns` among them.
  ///
  /// - Throws: `UnwritableRow`.
  public func jsonLine(with columns: [String: ColumnValue] = [:]) throws -> String {
    try sortedLine(columns) { try members() }
  }
}

extension Comparison {
  /// Returns the row as a line of JSON, its columns sorted by name and `columns` among them.
  ///
  /// - Throws: `UnwritableRow`.
  public func jsonLine(with columns: [String: ColumnValue] = [:]) throws -> String {
    try sortedLine(columns) { try members() }
  }
}

extension Ranking {
  /// Returns the row as a line of JSON, its columns sorted by name and `columns` among them.
  ///
  /// - Throws: `UnwritableRow`.
  public func jsonLine(with columns: [String: ColumnValue] = [:]) throws -> String {
    try sortedLine(columns) { try members() }
  }
}

private func sortedLine(
  _ columns: [String: ColumnValue], _ members: () throws -> [JSONMember]
) throws -> String {
  do {
    let known = try members()
    if let name = known.map(\.name).first(where: { columns[$0] != nil }) {
      throw RowProblem(column: name, reason: "the row has the column already")
    }
    let all = known + columns.map { JSONMember(name: $0.key, value: $0.value.json) }
    return JSONValue.object(
      all.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    ).compactText
  } catch let problem as RowProblem {
    throw UnwritableRow(column: problem.column, reason: problem.reason)
  }
}

extension ColumnValue {
  fileprivate var json: JSONValue {
    switch self {
    case .text(let text): .string(text)
    case .integer(let integer): .number(String(integer))
    case .boolean(let flag): .bool(flag)
    case .texts(let texts): .array(texts.map { $0.map(JSONValue.string) ?? .null })
    case .integers(let integers):
      .array(integers.map { $0.map { .number(String($0)) } ?? .null })
    }
  }
}
