import Foundation
import GRDB
import Testing

@testable import Feedback

@Suite("A file that is not a whole store is refused and not touched:")
struct StoreRefusalTests {
  @Test("one that is empty")
  func empty() throws {
    try expectCorrupt { _ in Data() }
  }

  @Test("one that ends early", arguments: [50, 5000, 40_960])
  func truncated(length: Int) throws {
    try expectCorrupt { $0.prefix(length) }
  }

  @Test("one with a garbled page", arguments: [1, 4, 8])
  func garbledPage(page: Int) throws {
    try expectCorrupt { bytes in
      var bytes = bytes
      for offset in 0..<1024 { bytes[page * 4096 + offset] ^= 0xA5 }
      return bytes
    }
  }

  @Test("one whose list of free pages is wrong, which only a look at all pages shows")
  func wrongFreeList() throws {
    try expectCorrupt { bytes in
      var bytes = bytes
      bytes[39] ^= 5
      return bytes
    }
  }

  @Test("one with a garbled header")
  func garbledHeader() throws {
    try expectForeign { bytes in
      var bytes = bytes
      for offset in 0..<32 { bytes[offset] ^= 0xFF }
      return bytes
    }
  }

  @Test("a text")
  func text() throws {
    try expectForeign { _ in Data("These are my notes.\n".utf8) }
  }

  @Test("another program's database")
  func otherProgram() throws {
    try withScratchFolder { folder in
      let file = FeedbackFolder(folder).database
      let queue = try DatabaseQueue(path: file.path)
      try queue.write { try $0.execute(sql: "CREATE TABLE judgement (id INTEGER)") }
      try queue.close()
      let before = try Data(contentsOf: file)
      #expect(
        throws: FeedbackError.foreign(file: file.path, reason: "another program's database")
      ) {
        try SQLiteStore.open(at: folder, access: .exclusive)
      }
      #expect(try Data(contentsOf: file) == before)
    }
  }

  @Test("a store of a newer version of the program")
  func newer() throws {
    try withScratchFolder { folder in
      try SQLiteStore.sample(in: folder).close()
      let file = FeedbackFolder(folder).database
      let queue = try DatabaseQueue(path: file.path)
      try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 99") }
      try queue.close()
      let before = try Data(contentsOf: file)
      for access in [SQLiteStore.Access.exclusive, .readOnly] {
        #expect(
          throws: FeedbackError.tooNew(
            file: file.path, version: 99, known: StoreSchema.version)
        ) {
          try SQLiteStore.open(at: folder, access: access)
        }
      }
      #expect(try Data(contentsOf: file) == before)
    }
  }

  @Test("each with a sentence that says what to do")
  func sentences() {
    let errors: [FeedbackError] = [
      .storeMissing(folder: "s"), .storeExists(folder: "s"),
      .storeLocked(folder: "s", process: 5), .storeReadOnly(folder: "s"),
      .corrupt(file: "f", reason: "r"), .foreign(file: "f", reason: "r"),
      .tooNew(file: "f", version: 2, known: 1), .diskFull(file: "f"),
      .unwritable(file: "f", reason: "r"), .unreadable(file: "f", reason: "r"),
      .busy(file: "f"), .duplicate(table: "t", columns: ["c"]), .inconsistent("r"),
    ]
    for error in errors { #expect(error.description.utf8.count > 20, "\(error)") }
    #expect(FeedbackError.corrupt(file: "f", reason: "r").description.contains("restore"))
    #expect(FeedbackError.storeLocked(folder: "s", process: 5).description.contains("process 5"))
  }

  private func expectCorrupt(_ garble: (Data) -> Data) throws {
    try expectRefusal(garble) { error in
      if case .corrupt = error { true } else { false }
    }
  }

  private func expectForeign(_ garble: (Data) -> Data) throws {
    try expectRefusal(garble) { error in
      if case .foreign = error { true } else { false }
    }
  }

  private func expectRefusal(
    _ garble: (Data) -> Data, as isExpected: (FeedbackError) -> Bool
  ) throws {
    try withScratchFolder { folder in
      let store = try SQLiteStore.sample(in: folder)
      _ = try store.write { try Scene(in: $0) }
      try store.close()
      let file = FeedbackFolder(folder).database
      let garbled = garble(try Data(contentsOf: file))
      try garbled.write(to: file)
      let error = #expect(throws: FeedbackError.self) {
        try SQLiteStore.open(at: folder, access: .exclusive)
      }
      #expect(error.map(isExpected) == true, "\(String(describing: error))")
      #expect(try Data(contentsOf: file) == garbled)
      let refused = FeedbackFolder(folder.appendingPathComponent("other"))
      #expect(throws: FeedbackError.self) {
        try SQLiteStore.restore(from: file, to: refused.folder)
      }
      #expect(!FileManager.default.fileExists(atPath: refused.database.path))
    }
  }
}
