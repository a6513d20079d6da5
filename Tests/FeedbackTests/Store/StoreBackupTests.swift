import Foundation
import GRDB
import Testing

@testable import Feedback

@Suite("A backup")
struct StoreBackupTests {
  @Test("holds what the store held, also while it is written to")
  func underLoad() throws {
    try withScratchFolder { folder in
      let store = try SQLiteStore.sample(in: folder)
      try store.write { try $0.record("before", actor: nil, on: "task", 1, at: .start) }
      let file = folder.appendingPathComponent("copy.sqlite")
      let writing = DispatchGroup()
      DispatchQueue.global().async(group: writing) {
        for number in 0..<50 {
          try? store.write {
            try $0.record("during", actor: nil, on: "task", Int64(number), at: .start)
          }
        }
      }
      let report = try store.backup(to: file)
      writing.wait()
      #expect(report.chain.isWhole)
      #expect(report.chain.eventCount >= 2)
      let size = try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int
      #expect(report.byteCount == size)
      #expect(try store.read { try $0.count(Event.self) } == 52)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(!names.contains { $0.contains("partial") || $0.hasPrefix("copy.sqlite-") })

      let restored = folder.appendingPathComponent("restored")
      try SQLiteStore.restore(from: file, to: restored)
      let opened = try SQLiteStore.open(at: restored, access: .exclusive)
      #expect(try opened.read { try verifyEventChain($0) } == report.chain)
      try opened.write { try $0.record("after", actor: nil, on: "task", 1, at: .start) }
      #expect(try opened.verify().isWhole)
    }
  }

  @Test("is restored to the same facts")
  func sameFacts() throws {
    try withScratchFolder { folder in
      let store = try SQLiteStore.sample(in: folder)
      _ = try store.write { try Scene(in: $0) }
      let file = folder.appendingPathComponent("copy.sqlite")
      let reader = try SQLiteStore.open(at: folder, access: .readOnly)
      _ = try reader.backup(to: file)
      _ = try reader.backup(to: file)
      let other = folder.appendingPathComponent("other")
      try SQLiteStore.restore(from: file, to: other)
      let opened = try SQLiteStore.open(at: other, access: .readOnly)
      #expect(try opened.read { try snapshot(of: $0) } == store.read { try snapshot(of: $0) })
    }
  }

  @Test("never takes the place of a store")
  func refusesToOverwrite() throws {
    try withScratchFolder { folder in
      let store = try SQLiteStore.sample(in: folder)
      let file = folder.appendingPathComponent("copy.sqlite")
      _ = try store.backup(to: file)
      try store.close()
      let second = folder.appendingPathComponent("second")
      try SQLiteStore.restore(from: file, to: second)
      #expect(throws: FeedbackError.storeExists(folder: second.path)) {
        try SQLiteStore.restore(from: file, to: second)
      }
    }
  }

  @Test("is refused where it was tampered with, and where it is a store in use")
  func refusals() throws {
    try withScratchFolder { folder in
      let store = try SQLiteStore.sample(in: folder)
      try store.write { try $0.record("test", actor: nil, on: "task", 1, at: .start) }
      let target = folder.appendingPathComponent("target")
      #expect(throws: FeedbackError.self) {
        try SQLiteStore.restore(from: store.files.database, to: target)
      }
      let file = folder.appendingPathComponent("copy/feedback.sqlite")
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      _ = try store.backup(to: file)
      try tamper(file.deletingLastPathComponent(), "UPDATE event SET at = 0 WHERE id = 2")
      let error = #expect(throws: FeedbackError.self) {
        try SQLiteStore.restore(from: file, to: target)
      }
      #expect(error?.description.contains("event 2") == true, "\(String(describing: error))")
      #expect(!FileManager.default.fileExists(atPath: FeedbackFolder(target).database.path))
    }
  }

  @Test("is kept for seven days and four weeks, one of each")
  func rotation() {
    // 2026-11-01 was a Sunday.
    let first = Timestamp(milliseconds: 1_793_491_200_000)
    let hourly = (0..<24 * 40).map { first + .seconds(3600 * $0) }
    let kept = backupRotation(hourly).sorted()
    let days = kept.map { ($0.milliseconds - first.milliseconds) / 86_400_000 + 1 }
    // The last hour of each of the last seven days (to December 10th) and of the last four weeks.
    #expect(days == [22, 29, 34, 35, 36, 37, 38, 39, 40])
    #expect(kept.allSatisfy { $0.milliseconds % 86_400_000 == 23 * 3_600_000 })
    #expect(backupRotation([]).isEmpty)
    #expect(backupRotation([first]) == [first])
  }

  @Test("is named for its time and makes way for newer ones")
  func regular() throws {
    try withScratchFolder { folder in
      let store = try SQLiteStore.sample(in: folder)
      let note = store.files.backups.appendingPathComponent("note.txt")
      for day in 0..<9 {
        _ = try store.backUpRegularly(now: .start + .seconds(86_400 * day))
        try Data().write(to: note)
      }
      let names = try FileManager.default.contentsOfDirectory(atPath: store.files.backups.path)
      // 1790000000 is Monday, 2026-09-21, 14:13:20: eight days later are two weeks.
      #expect(
        names.sorted() == (23...29).map { "feedback-202609\($0)T141320Z.sqlite" } + ["note.txt"])
    }
  }
}
