import Foundation
import Testing

@testable import Runs

/// Whether the tests may mount a small disk to fill.
private let canMount: Bool = {
  guard getuid() == 0 else { return false }
  return (try? withSmallDisk { _ in }) != nil
}()

private struct Failure: Error, Equatable {}

/// Hands a folder on a disk of 64 KiB to a test.
private func withSmallDisk(_ body: (URL) throws -> Void) throws {
  try withTemporaryFolder { folder in
    guard mount("tmpfs", folder.path, "tmpfs", 0, "size=64k") == 0 else { throw Failure() }
    defer { umount2(folder.path, 0) }
    try body(folder)
  }
}

@Suite("Writing atomically")
struct AtomicWritingTests {
  @Test("replaces a file, keeps its permissions and leaves nothing beside it")
  func replacesFile() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("a.json")
      try writeAtomically(Data("old".utf8), to: file)
      chmod(file.path, 0o640)
      try writeAtomically(Data("new".utf8), to: file)
      #expect(try text(of: file) == "new")
      #expect(try names(in: folder) == ["a.json"])
      let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
      #expect(mode as? Int == 0o640)
    }
  }

  @Test("writes through a link to the file behind it")
  func followsLinks() throws {
    try withTemporaryFolder { folder in
      let (file, link) = (folder.appendingPathComponent("a"), folder.appendingPathComponent("b"))
      try writeAtomically(Data("old".utf8), to: file)
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
      try writeAtomically(Data("new".utf8), to: link)
      #expect(try text(of: file) == "new")
    }
  }

  @Test("says which file when its folder is not there")
  func missingFolder() {
    #expect(
      throws: RunError.unwritable("/nowhere/a", reason: "No such file or directory")
    ) {
      try writeAtomically(Data(), to: URL(fileURLWithPath: "/nowhere/a"))
    }
  }

  @Test("on a full disk names the bytes, keeps the old file and cleans up", .enabled(if: canMount))
  func fullDisk() throws {
    try withSmallDisk { folder in
      let file = folder.appendingPathComponent("weights")
      try writeAtomically(Data("old".utf8), to: file)
      #expect(throws: RunError.diskFull(file.path, neededBytes: 200_000)) {
        try writeAtomically(Data(count: 200_000), to: file)
      }
      #expect(try text(of: file) == "old")
      #expect(try names(in: folder) == ["weights"])
    }
  }

  @Test("on a full disk keeps the old folder and cleans up", .enabled(if: canMount))
  func fullDiskForFolder() throws {
    try withSmallDisk { folder in
      let model = folder.appendingPathComponent("model")
      #expect(throws: RunError.diskFull(model.path, neededBytes: 0)) {
        try replaceFolderAtomically(at: model) {
          try Data(count: 200_000).write(to: $0.appendingPathComponent("weights"))
        }
      }
      let left = try names(in: folder)
      #expect(left.isEmpty)
    }
  }

  @Test("on a full disk keeps whole lines of metrics", .enabled(if: canMount))
  func fullDiskForMetrics() throws {
    try withSmallDisk { folder in
      let file = folder.appendingPathComponent("metrics.jsonl")
      let log = try MetricsLog(file)
      #expect(throws: RunError.self) {
        for step in 0..<10_000 { try log.append(["loss": 0.123456789], at: step) }
      }
      #expect(try text(of: file).hasSuffix("}\n"))
      #expect(try readMetrics(from: file).count > 100)
    }
  }

  @Test("replaces a folder whole")
  func replacesFolder() throws {
    try withTemporaryFolder { parent in
      let folder = parent.appendingPathComponent("model")
      for name in ["old", "new"] {
        try replaceFolderAtomically(at: folder) { partial in
          #expect(try names(in: partial).isEmpty)
          let inner = partial.appendingPathComponent("inner")
          try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
          try Data(name.utf8).write(to: inner.appendingPathComponent(name))
        }
      }
      #expect(try names(in: parent) == ["model"])
      #expect(try names(in: folder.appendingPathComponent("inner")) == ["new"])
    }
  }

  @Test("keeps the old folder when writing the new one fails")
  func keepsOldFolder() throws {
    try withTemporaryFolder { parent in
      let folder = parent.appendingPathComponent("model")
      try replaceFolderAtomically(at: folder) {
        try Data().write(to: $0.appendingPathComponent("a"))
      }
      #expect(throws: Failure.self) {
        try replaceFolderAtomically(at: folder) { partial in
          try Data().write(to: partial.appendingPathComponent("b"))
          throw Failure()
        }
      }
      #expect(try names(in: parent) == ["model"])
      #expect(try names(in: folder) == ["a"])
    }
  }
}

@Suite("Hashing")
struct HashingTests {
  @Test(
    "equals the published SHA-256 values",
    arguments: [
      ("", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      ("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
      ("a", 3_000_000, "2a152c894398719c0570f83fac34ac03a0f6e8e474b995c2403aa5434f7b9dd4"),
    ])
  func equalsPublished(unit: String, count: Int, expected: String) throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("a")
      try Data(String(repeating: unit, count: count).utf8).write(to: file)
      #expect(try sha256(of: file) == expected)
    }
  }

  @Test("says which file cannot be read")
  func missingFile() {
    #expect(throws: RunError.unreadable("/nowhere/a", reason: "No such file or directory")) {
      try sha256(of: URL(fileURLWithPath: "/nowhere/a"))
    }
  }
}
