public import Foundation
import GRDB

extension SQLiteStore {
  /// Makes the store of a new project, and opens it.
  ///
  /// The file takes its name when it is whole, so that no crash leaves half a store.
  ///
  /// - Parameters:
  ///   - folder: Where; it is made if it is not there.
  ///   - settings: The project's settings.
  ///   - guideline: The text of the first guideline.
  ///   - now: The time.
  /// - Throws: `FeedbackError`; a store that is there already is not touched.
  public static func create(
    at folder: URL, settings: ProjectSettings, guideline: String, now: Timestamp
  ) throws -> SQLiteStore {
    let files = FeedbackFolder(folder)
    try files.make()
    let lock = try StoreLock.take(files)
    guard !FileManager.default.fileExists(atPath: files.database.path) else {
      throw FeedbackError.storeExists(folder: files.path)
    }
    do {
      try writeWhole(files.database, replacing: false) { partial in
        let queue = try DatabaseQueue(path: partial.path, configuration: configuration)
        try StoreSchema.migrator.migrate(queue)
        try queue.write {
          try SQLTransaction(database: $0).beginProject(settings, guideline: guideline, at: now)
        }
        try queue.close()
      }
    } catch {
      throw FeedbackError.translating(error, file: files.database)
    }
    return try openExclusively(files, lock)
  }

  /// Opens the store in a folder.
  ///
  /// - Throws: `FeedbackError` where there is none, where another process writes to it, or where
  ///   the file is damaged, not a store, or newer than this program; it is then as it was.
  public static func open(at folder: URL, access: Access) throws -> SQLiteStore {
    let files = FeedbackFolder(folder)
    guard FileManager.default.fileExists(atPath: files.database.path) else {
      throw FeedbackError.storeMissing(folder: files.path)
    }
    switch access {
    case .exclusive: return try openExclusively(files, StoreLock.take(files))
    case .readOnly: return try openToRead(files)
    }
  }

  private static func openExclusively(
    _ files: FeedbackFolder, _ lock: StoreLock
  ) throws -> SQLiteStore {
    try checkHeader(of: files.database)
    do {
      try checkPages(of: files.database)
      let pool = try DatabasePool(path: files.database.path, configuration: configuration)
      try makeDurable(pool)
      try StoreSchema.migrator.migrate(pool)
      return SQLiteStore(files, writer: pool, lock: lock)
    } catch {
      throw FeedbackError.translating(error, file: files.database)
    }
  }

  private static func openToRead(_ files: FeedbackFolder) throws -> SQLiteStore {
    try checkHeader(of: files.database)
    do {
      let queue = try openQueueToRead(files.database)
      try queue.read { try checkVersion(of: $0, files.database) }
      return SQLiteStore(files, reader: queue)
    } catch {
      throw FeedbackError.translating(error, file: files.database)
    }
  }

  /// Refuses a damaged file before anything is written to it.
  private static func checkPages(of file: URL) throws {
    let queue = try openQueueToRead(file)
    try queue.read { try checkVersion(of: $0, file) }
    let flaws = try queue.read { try String.fetchAll($0, sql: "PRAGMA quick_check(3)") }
    try queue.close()
    guard flaws == ["ok"] else {
      throw FeedbackError.corrupt(file: file.path, reason: flaws.joined(separator: "; "))
    }
  }

  static func checkVersion(of database: Database, _ file: URL) throws {
    let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard found <= StoreSchema.version else {
      throw FeedbackError.tooNew(file: file.path, version: found, known: StoreSchema.version)
    }
  }

  private static func openQueueToRead(_ file: URL) throws -> DatabaseQueue {
    var configuration = configuration
    configuration.readonly = true
    return try DatabaseQueue(path: file.path, configuration: configuration)
  }

  /// Makes each commit reach the disk before it returns.
  ///
  /// GRDB sets `synchronous` to NORMAL when it opens a pool, after the configuration's own
  /// statements have run, so that only what is set afterwards stays.
  private static func makeDurable(_ pool: DatabasePool) throws {
    let level = try pool.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA synchronous = FULL")
      return try Int.fetchOne(database, sql: "PRAGMA synchronous")
    }
    guard level == 2 else {
      throw FeedbackError.inconsistent("SQLite does not wait for the disk: level \(level ?? -1)")
    }
  }

  static var configuration: Configuration {
    var configuration = Configuration()
    configuration.label = "feedback"
    configuration.busyMode = .timeout(5)
    configuration.maximumReaderCount = 4
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA cell_size_check = ON")
      try database.execute(sql: "PRAGMA temp_store = MEMORY")
    }
    return configuration
  }
}
