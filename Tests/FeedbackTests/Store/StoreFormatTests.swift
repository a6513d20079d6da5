import Foundation
import GRDB
import Synchronization
import Testing

@testable import Feedback

@Suite("The format of a store's file")
struct StoreFormatTests {
  /// A store of each format that was ever released, as that version of the program wrote it.
  static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../Fixtures/Feedback").standardizedFileURL

  @Test("of each version is opened, and holds what it held", arguments: [1])
  func oldVersions(version: Int) throws {
    try withScratchFolder { folder in
      let file = Self.fixtures.appendingPathComponent("store-\(version).sqlite")
      try SQLiteStore.restore(from: file, to: folder)
      let store = try SQLiteStore.open(at: folder, access: .exclusive)
      try store.read { reader in
        let current = try reader.currentJudgements()
        #expect(current.map(\.answer.reason) == ["« second thoughts »"])
        #expect(current[0].answer.ranks.map(\.rank) == [1, 2, 3])
        let loan = try #require(try reader.find(current[0].assignmentID))
        #expect(loan.orderSeed == UInt64.max - 1)
        #expect(loan.order.map(\.number) == [3, 2, 1])
        let completions = try reader.all(StoredCompletion.self)
        #expect(completions.map(\.text) == ["Knead.", "Wait.", "Buy it."])
        #expect(completions[0].sampling?.seed == UInt64.max - 7)
        #expect(try reader.count(Event.self) == 3)
      }
      #expect(
        try store.verify()
          == IntegrityReport(
            problems: [], chain: try store.read { try verifyEventChain($0) }))
      try store.write { try $0.record("test", actor: nil, on: "task", 1, at: .start) }
    }
  }

  @Test("marks the file as a store, with its version")
  func marks() throws {
    try withScratchFolder { folder in
      let store = try SQLiteStore.sample(in: folder)
      try store.reader.read { database in
        #expect(try Int32.fetchOne(database, sql: "PRAGMA application_id") == 0x524C_4846)
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version")
        #expect(version == StoreSchema.version)
        let applied = try StoreSchema.migrator.appliedIdentifiers(database)
        #expect(applied == Set((1...StoreSchema.version).map(String.init)))
      }
    }
  }

  @Test("is strict: every table, with every column of its facts")
  func tables() throws {
    try withScratchFolder { folder in
      let store = try SQLiteStore.sample(in: folder)
      try store.reader.read { database in
        let lists = try Row.fetchAll(
          database,
          sql: """
            SELECT name, strict FROM pragma_table_list
            WHERE schema = 'main' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'grdb%'
            """)
        #expect(lists.count == 19)
        #expect(lists.allSatisfy { $0["strict"] == 1 })
      }
    }
  }

  @Test(
    "refuses to change or delete what is never changed, also to who comes with SQL",
    arguments: StoreSchema.appendOnlyTables1 + StoreSchema.keptTables1)
  func triggers(table: String) throws {
    try withScratchFolder { folder in
      let store = try SQLiteStore.sample(in: folder)
      let triggers = try store.reader.read {
        try String.fetchSet(
          $0, sql: "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?",
          arguments: [table])
      }
      #expect(triggers.contains("\(table)_remains"))
      let isAppendOnly = StoreSchema.appendOnlyTables1.contains(table)
      #expect(triggers.contains("\(table)_stays") == isAppendOnly)
      guard ["event", "guideline", "settings"].contains(table) else { return }
      #expect(throws: DatabaseError.self) {
        try store.writer?.write { try $0.execute(sql: "DELETE FROM \(table)") }
      }
      guard isAppendOnly else { return }
      #expect(throws: DatabaseError.self) {
        try store.writer?.write { try $0.execute(sql: "UPDATE \(table) SET id = id") }
      }
    }
  }

  @Test("finds free tasks, loans and judgements by index, without sorting")
  func indices() throws {
    try withScratchFolder { folder in
      let store = try SQLiteStore.sample(in: folder)
      let plans = try store.queryPlans { reader in
        _ = try reader.availableTasks(for: Identifier(1), gold: false, limit: 1)
        _ = try reader.availableTasks(for: Identifier(1), gold: true, limit: 1)
        _ = try reader.assignments(of: Identifier(1), in: .leased)
        _ = try reader.overdueAssignments(at: .start)
        _ = try reader.finishedAssignments(of: Identifier(1), limit: 20)
        _ = try reader.judgement(idempotencyKey: "x")
        _ = try reader.judgements(of: Identifier(1))
        _ = try reader.tasks(showing: Identifier(1))
        _ = try reader.tags(on: .task, 1)
        _ = try reader.session(tokenHash: "x")
        _ = try reader.failedLogins(handleHash: "x", since: .start)
      }
      #expect(plans.count == 11)
      for (query, plan) in plans {
        #expect(
          !plan.contains { $0.hasPrefix("SCAN") && !$0.contains("INDEX") }, "\(query): \(plan)")
        // What is overdue is little, and sorted quickly.
        let sorts = plan.contains { $0.contains("ORDER BY") }
        #expect(!sorts || query.contains("assignment_overdue"), "\(query): \(plan)")
      }
    }
  }

  /// Writes a fixture of the present format: `STORE_FIXTURE=1 swift test --filter writesFixture`.
  @Test(
    "is written as a fixture where one is asked for",
    .enabled(if: ProcessInfo.processInfo.environment["STORE_FIXTURE"] != nil))
  func writesFixture() throws {
    try withScratchFolder { folder in
      let store = try SQLiteStore.sample(in: folder)
      try store.write { writer in
        let scene = try Scene(in: writer)
        let loan = try writer.insert(scene.loan(to: scene.ben, state: .submitted))
        for (number, reason) in zip(1..., ["first thoughts", "« second thoughts »"]) {
          let judgement = try writer.insert(
            scene.judgement(of: loan, revision: number, key: "key \(number)", reason: reason))
          try writer.record(
            "judgement.submitted", actor: scene.ben.id, on: Judgement.tableName,
            judgement.id.number, body: ["judgement": judgement], at: .start)
        }
      }
      try FileManager.default.createDirectory(
        at: Self.fixtures, withIntermediateDirectories: true)
      _ = try store.backup(
        to: Self.fixtures.appendingPathComponent("store-\(StoreSchema.version).sqlite"))
    }
  }
}

extension SQLiteStore {
  /// Returns how SQLite goes about each query of a body, by the query's text.
  fileprivate func queryPlans(
    _ body: (any FeedbackReader) throws -> Void
  ) throws -> [(String, [String])] {
    let queries = Mutex<[String]>([])
    return try reader.read { database in
      database.trace(options: .statement) { event in
        if case .statement(let statement) = event { queries.withLock { $0.append(statement.sql) } }
      }
      try body(SQLTransaction(database: database))
      database.trace(options: [])
      return try queries.withLock { $0 }.map { query in
        let arguments = StatementArguments(
          [Int?](repeating: 1, count: query.utf8.count { $0 == UInt8(ascii: "?") }))
        let plan = try Row.fetchAll(
          database, sql: "EXPLAIN QUERY PLAN \(query)", arguments: arguments)
        return (query, plan.map { $0["detail"] as String })
      }
    }
  }
}
