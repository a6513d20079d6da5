import GRDB

/// The format of a store's file.
enum StoreSchema {
  /// Marks a file as a store: the bytes of `RLHF`.
  static let applicationID: Int32 = 0x524C_4846
  /// The format that this program writes.
  static let version = 1

  /// The steps from each format to the next, for good: a released step is never changed.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { database in
      try database.execute(sql: version1)
      try guardFacts(in: database, appendOnly: appendOnlyTables1, kept: keptTables1)
      try database.execute(sql: "PRAGMA application_id = \(applicationID)")
      try database.execute(sql: "PRAGMA user_version = 1")
    }
    return migrator
  }

  /// Lets the file itself refuse what must never happen.
  private static func guardFacts(
    in database: Database, appendOnly: [String], kept: [String]
  ) throws {
    for table in appendOnly {
      try database.execute(
        sql: """
          CREATE TRIGGER "\(table)_stays" BEFORE UPDATE ON "\(table)"
          BEGIN SELECT RAISE(ABORT, 'a row of \(table) is never changed'); END
          """)
    }
    for table in appendOnly + kept {
      try database.execute(
        sql: """
          CREATE TRIGGER "\(table)_remains" BEFORE DELETE ON "\(table)"
          BEGIN SELECT RAISE(ABORT, 'a row of \(table) is never deleted'); END
          """)
    }
  }
}
