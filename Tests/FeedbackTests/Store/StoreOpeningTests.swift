import Foundation
import GRDB
import Testing

@testable import Feedback

@Suite("A store on disk")
struct StoreOpeningTests {
  @Test("waits for the disk at each commit, on the connection that writes")
  func synchronous() throws {
    try withScratchFolder { folder in
      let store = try SQLiteStore.sample(in: folder)
      for _ in 0..<2 {
        let level = try store.writer?.writeWithoutTransaction {
          try Int.fetchOne($0, sql: "PRAGMA synchronous")
        }
        #expect(level == 2)
        try store.write { try $0.record("test", actor: nil, on: "task", 1, at: .start) }
      }
      try store.close()
      let again = try SQLiteStore.open(at: folder, access: .exclusive)
      let pragmas = try again.writer?.writeWithoutTransaction { database in
        try ["synchronous", "foreign_keys", "busy_timeout", "journal_mode", "temp_store"].map {
          try String.fetchOne(database, sql: "PRAGMA \($0)")
        }
      }
      #expect(pragmas == ["2", "1", "5000", "wal", "2"])
    }
  }

  @Test("is for its owner only")
  func permissions() throws {
    try withScratchFolder { scratch in
      let folder = scratch.appendingPathComponent("a/store")
      let store = try SQLiteStore.sample(in: folder)
      try store.write { try $0.record("test", actor: nil, on: "task", 1, at: .start) }
      for (file, mode) in [
        (folder, 0o700), (store.files.database, 0o600), (store.files.lock, 0o600),
        (URL(fileURLWithPath: store.files.database.path + "-wal"), 0o600),
      ] {
        let found = try FileManager.default.attributesOfItem(atPath: file.path)
        #expect(found[.posixPermissions] as? Int == mode, "\(file.lastPathComponent)")
      }
    }
  }

  @Test("is not made where there is one, and not opened where there is none")
  func existence() throws {
    try withScratchFolder { folder in
      #expect(throws: FeedbackError.storeMissing(folder: folder.path)) {
        try SQLiteStore.open(at: folder, access: .exclusive)
      }
      #expect(!FileManager.default.fileExists(atPath: FeedbackFolder(folder).database.path))
      let store = try SQLiteStore.sample(in: folder)
      try store.close()
      #expect(throws: FeedbackError.self) { try SQLiteStore.sample(in: folder) }
    }
    try withScratchFolder { folder in
      _ = try SQLiteStore.sample(in: folder)
      #expect(throws: FeedbackError.storeExists(folder: folder.path)) {
        try SQLiteStore.sample(in: folder)
      }
    }
  }

  @Test("refuses a second writer by the first one's number, and lets readers in")
  func locking() throws {
    try withScratchFolder { folder in
      var store: SQLiteStore? = try SQLiteStore.sample(in: folder)
      let me = ProcessInfo.processInfo.processIdentifier
      #expect(throws: FeedbackError.storeLocked(folder: folder.path, process: me)) {
        try SQLiteStore.open(at: folder, access: .exclusive)
      }
      let reader = try SQLiteStore.open(at: folder, access: .readOnly)
      try store?.write { try $0.record("test", actor: nil, on: "task", 1, at: .start) }
      #expect(try reader.read { try $0.count(Event.self) } == 2)
      #expect(throws: FeedbackError.storeReadOnly(folder: folder.path)) {
        try reader.write { try $0.record("test", actor: nil, on: "task", 1, at: .start) }
      }
      store = nil
      let second = try SQLiteStore.open(at: folder, access: .exclusive)
      #expect(try second.read { try $0.count(Event.self) } == 2)
    }
  }

  @Test("is free again when the process that held it was killed")
  func deadHolder() throws {
    try withScratchFolder { folder in
      try SQLiteStore.sample(in: folder).close()
      let holder = Process()
      holder.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      let lock = FeedbackFolder(folder).lock.path
      holder.arguments = [
        "flock", "-F", lock, "sh", "-c", "echo $$ > '\(lock)'; echo held; exec sleep 60",
      ]
      let output = Pipe()
      holder.standardOutput = output
      try holder.run()
      _ = try output.fileHandleForReading.read(upToCount: 4)
      let error = #expect(throws: FeedbackError.self) {
        try SQLiteStore.open(at: folder, access: .exclusive)
      }
      guard case .storeLocked(_, let process?) = error else {
        Issue.record("another error: \(String(describing: error))")
        return
      }
      kill(process, SIGKILL)
      kill(holder.processIdentifier, SIGKILL)
      holder.waitUntilExit()
      // The kernel lets go of the lock a moment after.
      for _ in 0..<50 {
        if let store = try? SQLiteStore.open(at: folder, access: .exclusive) {
          #expect(try store.read { try $0.count(Event.self) } == 1)
          return
        }
        usleep(100_000)
      }
      Issue.record("the lock is still held")
    }
  }

  @Test("keeps what was committed when it is not closed")
  func crash() throws {
    try withScratchFolder { folder in
      let store = try SQLiteStore.sample(in: folder)
      try store.write { try $0.record("test", actor: nil, on: "task", 1, at: .start) }
      // A copy of the files as they lie is what a killed process leaves.
      let copy = folder.appendingPathComponent("copy")
      try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
      for suffix in ["", "-wal"] {
        try FileManager.default.copyItem(
          atPath: store.files.database.path + suffix,
          toPath: FeedbackFolder(copy).database.path + suffix)
      }
      let left = try SQLiteStore.open(at: copy, access: .exclusive)
      #expect(try left.read { try $0.count(Event.self) } == 2)
      #expect(try left.verify().isWhole)
    }
  }

  @Test("finishes a transaction whose task was cancelled")
  func cancellation() async throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("feedback-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try SQLiteStore.sample(in: folder)
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      try store.write { try $0.record("test", actor: nil, on: "task", 1, at: .start) }
    }
    task.cancel()
    try await task.value
    #expect(try store.read { try $0.count(Event.self) } == 2)
  }

  @Test("answers a full disk with an error that says so, and goes on when there is room")
  func fullDisk() throws {
    try withScratchFolder { folder in
      let store = try SQLiteStore.sample(in: folder)
      try limitPages(of: store, to: 1)
      let error = #expect(throws: FeedbackError.self) {
        try store.write { writer in
          for number in 0..<2000 {
            _ = try writer.insert(StoredPrompt.sample("prompt \(number)"))
          }
        }
      }
      #expect(error == .diskFull(file: store.files.database.path))
      #expect(try store.read { try $0.count(StoredPrompt.self) } == 0)
      try limitPages(of: store, to: 1_000_000)
      try store.write { _ = try $0.insert(StoredPrompt.sample("prompt")) }
      #expect(try store.read { try $0.count(StoredPrompt.self) } == 1)
    }
  }

  /// SQLite never goes below the pages that a file has.
  private func limitPages(of store: SQLiteStore, to count: Int) throws {
    try store.writer?.writeWithoutTransaction {
      try $0.execute(sql: "PRAGMA max_page_count = \(count)")
    }
  }
}
