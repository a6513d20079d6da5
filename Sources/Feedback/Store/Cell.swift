/// What stands in one column of one row.
///
/// Texts are the same if their bytes are, as for SQLite; for Swift, `é` is `é` however it is
/// spelled.
enum Cell: Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)

  /// Creates the cell that a part of a fact is kept in.
  ///
  /// An unsigned number keeps its bits, so that seeds above 2⁶³ survive; what is nested is JSON.
  init(_ tree: JSONTree) {
    switch tree {
    case .null: self = .null
    case .boolean(let flag): self = .integer(flag ? 1 : 0)
    case .integer(let integer): self = .integer(integer)
    case .unsigned(let integer): self = .integer(Int64(bitPattern: integer))
    case .number(let number): self = .real(number)
    case .text(let text): self = .text(text)
    case .list, .object: self = .text(tree.canonicalText)
    }
  }
}

/// A fact as cells by column; what is nothing may be missing.
struct CellRow {
  private(set) var cells: [String: Cell]

  /// Takes a fact apart.
  init(_ fact: some StoredFact) throws {
    guard case .object(let members) = try JSONTree(encoding: fact) else {
      preconditionFailure("\(type(of: fact)) is not written by its coding keys")
    }
    cells = members.mapValues(Cell.init)
  }

  subscript(_ column: String) -> Cell { cells[column] ?? .null }
}

extension Cell: Hashable {
  static func == (first: Cell, second: Cell) -> Bool {
    switch (first, second) {
    case (.null, .null): true
    case (.integer(let first), .integer(let second)): first == second
    case (.real(let first), .real(let second)): first == second
    case (.text(let first), .text(let second)): first.hasSameBytes(as: second)
    default: false
    }
  }

  func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0)
    case .integer(let integer): hasher.combine(integer)
    case .real(let number): hasher.combine(number)
    case .text(let text): for byte in text.utf8 { hasher.combine(byte) }
    }
  }
}

extension String {
  /// Returns whether two texts are the same, byte for byte.
  func hasSameBytes(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
