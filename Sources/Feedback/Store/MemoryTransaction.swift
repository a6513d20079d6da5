/// A transaction in memory: works on a copy, which takes the place of the old state at the end.
final class MemoryTransaction: FeedbackWriter {
  private(set) var state: MemoryState

  init(_ state: MemoryState) { self.state = state }

  func find<Fact: StoredFact>(_ id: Identifier<Fact>) throws -> Fact? {
    state.tables[Fact.tableName]?.find(id.number) as? Fact
  }

  func all<Fact: StoredFact>(_ kind: Fact.Type) throws -> [Fact] { facts() }

  func count<Fact: StoredFact>(_ kind: Fact.Type) throws -> Int {
    state.tables[Fact.tableName]?.count ?? 0
  }

  func insert<Fact: StoredFact>(_ fact: Fact) throws -> Fact {
    try change(Fact.self) { table, rules in
      let inserted = try table.insert(fact, rules)
      try checkReferences(of: inserted)
      return inserted
    }
  }

  func update<Fact: RevisableFact>(_ fact: Fact) throws {
    try change(Fact.self) { table, rules in
      try table.update(fact, rules)
      try checkReferences(of: fact)
    }
  }

  func removeDraft(of assignment: Identifier<Assignment>) throws {
    guard let draft = try draft(of: assignment) else { return }
    try change(Draft.self) { try $0.remove(draft, $1) }
  }

  /// Returns the facts of a kind.
  func facts<Fact: StoredFact>() -> [Fact] {
    (state.tables[Fact.tableName]?.rows ?? []).compactMap { $0 as? Fact }
  }

  /// Returns the facts of a kind for which something holds.
  func facts<Fact: StoredFact>(where holds: (Fact) throws -> Bool) rethrows -> [Fact] {
    try facts().filter(holds)
  }

  /// Returns the first fact of a kind for which something holds.
  func first<Fact: StoredFact>(where holds: (Fact) throws -> Bool) rethrows -> Fact? {
    try facts().first(where: holds)
  }

  /// Changes a table in place, or not at all if that throws.
  private func change<Fact: StoredFact, Value>(
    _ kind: Fact.Type, _ body: (inout MemoryTable, TableRules) throws -> Value
  ) throws -> Value {
    var table = state.tables[Fact.tableName] ?? MemoryTable()
    let value = try body(&table, .of(Fact.tableName))
    state.tables[Fact.tableName] = table
    return value
  }

  private func checkReferences(of fact: some StoredFact) throws {
    let row = try CellRow(fact)
    let table = type(of: fact).tableName
    for (column, target) in TableRules.of(table).references {
      guard case .integer(let number) = row[column] else { continue }
      guard state.tables[target]?.find(number) != nil else {
        throw FeedbackError.inconsistent("\(column) of \(table) is no \(target): \(number)")
      }
    }
  }
}
