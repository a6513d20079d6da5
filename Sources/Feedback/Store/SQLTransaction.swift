import Foundation
import GRDB

/// A transaction on an SQLite file.
///
/// Values only ever come in as arguments, never in the SQL text.
struct SQLTransaction: FeedbackWriter {
  let database: Database

  func find<Fact: StoredFact>(_ id: Identifier<Fact>) throws -> Fact? {
    try first("SELECT * FROM \(name(Fact.self)) WHERE id = ?", id)
  }

  func all<Fact: StoredFact>(_ kind: Fact.Type) throws -> [Fact] {
    try facts("SELECT * FROM \(name(Fact.self)) ORDER BY id")
  }

  func count<Fact: StoredFact>(_ kind: Fact.Type) throws -> Int {
    try number("SELECT count(*) FROM \(name(Fact.self))") ?? 0
  }

  func insert<Fact: StoredFact>(_ fact: Fact) throws -> Fact {
    precondition(fact.id == .unassigned, "\(Fact.tableName) \(fact.id) is in the store already")
    var cells = try CellRow(fact).cells
    cells["id"] = nil
    let columns = cells.sorted { $0.key < $1.key }
    let names = columns.map { "\"\($0.key)\"" }.joined(separator: ", ")
    let places = columns.map { place(of: $0.value) }.joined(separator: ", ")
    try execute(
      "INSERT INTO \(name(Fact.self)) (\(names)) VALUES (\(places))", columns.map(\.value))
    var inserted = fact
    inserted.id = Identifier(database.lastInsertedRowID)
    return inserted
  }

  func update<Fact: RevisableFact>(_ fact: Fact) throws {
    let row = try CellRow(fact)
    let columns = try database.columns(in: Fact.tableName).map(\.name).filter { $0 != "id" }
    let changes = columns.map { "\"\($0)\" = \(place(of: row[$0]))" }.joined(separator: ", ")
    try execute(
      "UPDATE \(name(Fact.self)) SET \(changes) WHERE id = ?", columns.map { row[$0] } + [row["id"]]
    )
    guard database.changesCount == 1 else {
      throw FeedbackError.inconsistent("there is no \(Fact.tableName) \(fact.id) to change")
    }
  }

  func removeDraft(of assignment: Identifier<Assignment>) throws {
    try execute("DELETE FROM draft WHERE assignmentID = ?", [.integer(assignment.number)])
  }
}

extension SQLTransaction {
  /// Returns the facts that a query finds, put together from the columns of `Fact`.
  func facts<Fact: StoredFact>(_ sql: String, _ arguments: any SQLArgument...) throws -> [Fact] {
    try facts(sql, cells: arguments.map(\.cell))
  }

  /// Returns the first fact that a query finds.
  func first<Fact: StoredFact>(_ sql: String, _ arguments: any SQLArgument...) throws -> Fact? {
    let facts: [Fact] = try facts(sql + " LIMIT 1", cells: arguments.map(\.cell))
    return facts.first
  }

  /// Returns the number that a query finds.
  func number(_ sql: String, _ arguments: any SQLArgument...) throws -> Int? {
    let statement = try database.cachedStatement(sql: sql)
    return try Int.fetchOne(statement, arguments: values(arguments.map(\.cell)))
  }

  /// Returns the numbers that a query finds.
  func numbers(_ sql: String, _ arguments: any SQLArgument...) throws -> [Int] {
    let statement = try database.cachedStatement(sql: sql)
    return try Int.fetchAll(statement, arguments: values(arguments.map(\.cell)))
  }

  private func facts<Fact: StoredFact>(_ sql: String, cells: [Cell]) throws -> [Fact] {
    let statement = try database.cachedStatement(sql: sql)
    // Rows are read while the cursor stands on them: a copied row ends texts at a NUL.
    let cursor = try Row.fetchCursor(statement, arguments: values(cells))
    var facts: [Fact] = []
    while let row = try cursor.next() { facts.append(try Fact(fromCells: row.cell)) }
    return facts
  }

  private func execute(_ sql: String, _ cells: [Cell]) throws {
    try database.cachedStatement(sql: sql).execute(arguments: values(cells))
  }

  private func values(_ cells: [Cell]) -> StatementArguments {
    StatementArguments(cells.map(\.value))
  }

  private func name<Fact: StoredFact>(_ kind: Fact.Type) -> String { "\"\(Fact.tableName)\"" }

  private func place(of cell: Cell) -> String { cell.needsCast ? "CAST(? AS TEXT)" : "?" }
}

extension Cell {
  /// Whether it is a text with a NUL, which ends a text where one is bound; bytes have no end.
  fileprivate var needsCast: Bool {
    if case .text(let text) = self { text.utf8.contains(0) } else { false }
  }

  fileprivate var value: (any DatabaseValueConvertible)? {
    switch self {
    case .null: nil
    case .integer(let integer): integer
    case .real(let number): number
    case .text(let text): needsCast ? Data(text.utf8) : text
    }
  }
}

extension Row {
  /// Returns what stands in a column of the row that a cursor stands on.
  fileprivate func cell(_ column: String) throws -> Cell {
    guard let position = columnNames.firstIndex(of: column) else {
      throw DatabaseError(message: "there is no column \(column)")
    }
    let index = columnNames.distance(from: columnNames.startIndex, to: position)
    switch (self[index] as DatabaseValue).storage {
    case .null: return .null
    case .int64(let integer): return .integer(integer)
    case .double(let number): return .real(number)
    case .string, .blob: return .text(String(decoding: self[index] as Data, as: UTF8.self))
    }
  }
}

/// A value that a query is given.
protocol SQLArgument {
  /// The value as a cell.
  var cell: Cell { get }
}

extension Identifier: SQLArgument { var cell: Cell { .integer(number) } }
extension Timestamp: SQLArgument { var cell: Cell { .integer(milliseconds) } }
extension Int: SQLArgument { var cell: Cell { .integer(Int64(self)) } }
extension Int64: SQLArgument { var cell: Cell { .integer(self) } }
extension String: SQLArgument { var cell: Cell { .text(self) } }
