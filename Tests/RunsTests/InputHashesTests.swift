import Foundation
import Testing

@testable import Runs

@Suite("Hashes made ahead")
struct InputHashesTests {
  @Test("are those of the files, and fail where one cannot be read")
  func files() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("rows.jsonl")
      try Data("abc".utf8).write(to: file)
      let hashes = InputHashes(of: [file])
      for _ in 0..<2 { #expect(try hashes.inputs().map(\.sha256) == [sha256(of: file)]) }
      let absent = InputHashes(of: [file, folder.appendingPathComponent("absent")])
      #expect(throws: RunError.self) { try absent.inputs() }
      #expect(try InputHashes(of: []).inputs().isEmpty)
    }
  }

  @Test("leave a pipe to who reads it")
  func pipe() throws {
    try withTemporaryFolder { folder in
      let pipe = folder.appendingPathComponent("rows.jsonl")
      try #require(mkfifo(pipe.path, 0o600) == 0)
      let hashes = InputHashes(of: [pipe])
      usleep(100_000)
      let end = open(pipe.path, O_RDWR)
      try #require(end >= 0)
      defer { close(end) }
      #expect(write(end, "abc", 3) == 3)
      usleep(100_000)
      var waiting = pollfd(fd: end, events: Int16(POLLIN), revents: 0)
      #expect(poll(&waiting, 1, 0) == 1, "the bytes are still there")
      withExtendedLifetime(hashes) {}
    }
  }
}
