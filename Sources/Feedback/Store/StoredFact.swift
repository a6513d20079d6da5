/// Something that a store keeps: a row of a table, with the coding keys as columns.
///
/// Arrays and nested values are JSON in their column.
public protocol StoredFact: Codable, Sendable, Equatable {
  /// The table's name.
  static var tableName: String { get }
  /// The number in the table; `.unassigned` before it is inserted.
  var id: Identifier<Self> { get set }
}

/// A fact that may be changed later; all others are only ever added.
public protocol RevisableFact: StoredFact {}
