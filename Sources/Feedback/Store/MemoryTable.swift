/// The rows of one kind of fact, in memory.
struct MemoryTable: Sendable {
  /// The facts by their number less 1; a draft that was removed leaves a hole.
  private(set) var rows: [(any StoredFact)?] = []
  /// By rule, then by the values of its columns: whose they are.
  private var owners: [[[Cell]: Int64]] = []

  var count: Int { rows.count { $0 != nil } }

  func find(_ number: Int64) -> (any StoredFact)? {
    rows.indices.contains(Int(number) - 1) ? rows[Int(number) - 1] : nil
  }

  /// Adds a fact and returns it with its number.
  mutating func insert<Fact: StoredFact>(_ fact: Fact, _ rules: TableRules) throws -> Fact {
    precondition(fact.id == .unassigned, "\(Fact.tableName) \(fact.id) is in the store already")
    if rules.isSingle, !rows.isEmpty {
      throw FeedbackError.inconsistent("there is only one row of \(Fact.tableName)")
    }
    while rows.last.map({ $0 == nil }) == true { rows.removeLast() }
    var inserted = fact
    inserted.id = Identifier(Int64(rows.count + 1))
    try claim(CellRow(inserted), inserted.id.number, Fact.tableName, rules)
    rows.append(inserted)
    return inserted
  }

  /// Puts a changed fact in the place of the one with its number.
  mutating func update<Fact: RevisableFact>(_ fact: Fact, _ rules: TableRules) throws {
    guard let old = find(fact.id.number) as? Fact else {
      throw FeedbackError.inconsistent("there is no \(Fact.tableName) \(fact.id) to change")
    }
    let (before, after) = (try CellRow(old), try CellRow(fact))
    for column in rules.frozen where before[column] != after[column] {
      throw FeedbackError.inconsistent("\(column) of \(Fact.tableName) is never changed")
    }
    release(before, rules)
    try claim(after, fact.id.number, Fact.tableName, rules)
    rows[Int(fact.id.number) - 1] = fact
  }

  mutating func remove(_ fact: some StoredFact, _ rules: TableRules) throws {
    release(try CellRow(fact), rules)
    rows[Int(fact.id.number) - 1] = nil
  }

  private mutating func claim(
    _ row: CellRow, _ number: Int64, _ table: String, _ rules: TableRules
  ) throws {
    for (column, minimum) in rules.minimums where !row[column].isAtLeast(minimum) {
      throw FeedbackError.inconsistent("\(column) of \(table) is at least \(minimum)")
    }
    if owners.isEmpty { owners = Array(repeating: [:], count: rules.unique.count) }
    for (index, columns) in rules.unique.enumerated() {
      let key = columns.map { rules.compared(row[$0], of: $0) }
      if let owner = owners[index][key], owner != number {
        throw FeedbackError.duplicate(table: table, columns: columns)
      }
      owners[index][key] = number
    }
  }

  private mutating func release(_ row: CellRow, _ rules: TableRules) {
    for (index, columns) in rules.unique.enumerated() where owners.indices.contains(index) {
      owners[index][columns.map { rules.compared(row[$0], of: $0) }] = nil
    }
  }
}

extension TableRules {
  /// Returns a cell as it is compared with others of its column.
  func compared(_ cell: Cell, of column: String) -> Cell {
    guard ignoresCase.contains(column), case .text(let text) = cell else { return cell }
    return .text(lowercasedASCII(text))
  }
}

/// Returns a text with A–Z in lower case, and nothing else changed.
func lowercasedASCII(_ text: String) -> String {
  String(decoding: text.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }, as: UTF8.self)
}

extension Cell {
  fileprivate func isAtLeast(_ minimum: Double) -> Bool {
    switch self {
    case .integer(let integer): Double(integer) >= minimum
    case .real(let number): number >= minimum
    case .null, .text: false
    }
  }
}
