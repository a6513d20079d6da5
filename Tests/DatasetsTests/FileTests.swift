import Foundation
import Testing

@testable import Datasets

@Suite("A file of rows")
struct FileTests {
  private let expected = [1, 2, 3].map {
    Demonstration(prompt: .text("Question \($0)?"), completion: .text(" Answer \($0)."))
  }
  private let lines = [1, 2, 3].map {
    #"{"prompt": "Question \#($0)?", "completion": " Answer \#($0)."}"#
  }

  @Test(
    "may be compressed by another program",
    arguments: ["one-member.jsonl.gz", "three-members.jsonl.gz", "padded.jsonl.gz"])
  func compressed(name: String) throws {
    let file = fixtures.appendingPathComponent(name)
    #expect(try readDemonstrations(from: file).rows == expected)
  }

  @Test("is inflated whatever its name is")
  func compressedInDisguise() throws {
    let bytes = try Data(contentsOf: fixtures.appendingPathComponent("three-members.jsonl.gz"))
    try withFile(bytes, named: "rows.jsonl") { file in
      let rows = try readDemonstrations(from: file).rows
      #expect(rows == expected)
    }
  }

  @Test("may hold more than the buffers, and a line longer than them", arguments: ["", ".gz"])
  func long(ending: String) throws {
    let rows = (0..<300).map { index in
      let length = index == 7 ? 2_000_000 : 1000
      return Prompt(.text("\(index)" + String(repeating: "é", count: length)))
    }
    try withFolder { folder in
      let file = folder.appendingPathComponent("rows.jsonl\(ending)")
      try writeJSONLines(rows, to: file)
      #expect(try readPrompts(from: file).rows == rows)
    }
  }

  @Test("is refused where the compressed data are cut off", arguments: [0, 1, 10, 40, 83])
  func truncated(count: Int) throws {
    let bytes = try Data(contentsOf: fixtures.appendingPathComponent("one-member.jsonl.gz"))
    try withFile(bytes.prefix(count), named: "rows.jsonl.gz") { file in
      let words = complaint { _ = try readDemonstrations(from: file, badRows: .skip) }
      #expect(
        words == "rows.jsonl.gz: the gzip data end too early; fetch or write the file again.")
    }
  }

  @Test("is refused where the second member is cut off")
  func truncatedMember() throws {
    let bytes = try Data(contentsOf: fixtures.appendingPathComponent("three-members.jsonl.gz"))
    try withFile(bytes.prefix(100), named: "rows.jsonl.gz") { file in
      let words = complaint { _ = try readDemonstrations(from: file) }
      #expect(words.contains("the gzip data end too early"))
    }
  }

  @Test("is refused where the checksum does not fit")
  func corrupt() throws {
    var bytes = try gzipped(Array(lines.joined(separator: "\n").utf8))
    bytes[bytes.count - 6] ^= 1
    try withFile(bytes, named: "rows.jsonl.gz") { file in
      let words = complaint { _ = try readDemonstrations(from: file) }
      #expect(
        words == "rows.jsonl.gz: the gzip data are corrupt (incorrect data check); "
          + "fetch or write the file again.")
    }
  }

  @Test("is refused where it has gzip's name but not its form")
  func notCompressed() throws {
    try withFile(lines[0], named: "rows.jsonl.gz") { file in
      let words = complaint { _ = try readDemonstrations(from: file) }
      #expect(words.contains("the gzip data are corrupt (incorrect header check)"))
    }
  }

  @Test(
    "may have a byte order mark, CR LF, blank lines, and no newline at the end",
    arguments: ["\n", "\r\n", "\n\n \n", "\r\n\r\n"], ["", "\u{feff}"])
  func lineEnds(end: String, mark: String) throws {
    try withFile(mark + lines.joined(separator: end)) { file in
      let rows = try readDemonstrations(from: file).rows
      #expect(rows == expected)
    }
    try withFile(mark + lines.map { $0 + end }.joined()) { file in
      let rows = try readDemonstrations(from: file).rows
      #expect(rows == expected)
    }
  }

  @Test("may be one JSON array, or lines, if its name ends in .json", arguments: [true, false])
  func array(isArray: Bool) throws {
    let text =
      isArray
      ? "\u{feff} [\n" + lines.joined(separator: ",\n") + "\n]\n" : lines.joined(separator: "\n")
    try withFile(text, named: "rows.json") { file in
      let rows = try readDemonstrations(from: file).rows
      #expect(rows == expected)
      #expect(rows.map(\.source?.line) == (isArray ? [2, 3, 4] : [1, 2, 3]))
    }
  }

  @Test("that is one array is refused where it is malformed, even if bad rows are skipped")
  func malformedArray() throws {
    try withFile("[\n{\"text\": \"a\"},\n{\"text\" \"b\"}]", named: "rows.json") { file in
      let words = complaint { _ = try readDemonstrations(from: file, badRows: .skip) }
      #expect(
        words == "rows.json:3: malformed JSON at byte 26 of the file: a colon is due; "
          + "correct the file.")
    }
  }

  @Test("has bad rows where it is not UTF-8, and good ones around them")
  func invalidUTF8() throws {
    let bad = Array(#"{"text": "caf"#.utf8) + [0xe9] + Array("\"}\n".utf8)
    let bytes = Array("{\"text\": \"a\"}\n".utf8) + bad + Array("{\"text\": \"b\"}\n".utf8)
    try withFile(bytes) { file in
      let loaded = try readDemonstrations(from: file, badRows: .skip)
      #expect(loaded.rows.count == 2)
      #expect(
        loaded.skipped.map(\.reason) == [
          "malformed JSON at byte 10: the string that begins here is not UTF-8"
        ])
    }
  }

  @Test("is refused where it is absent, a folder, or has no rows")
  func unreadable() throws {
    try withFolder { folder in
      let absent = folder.appendingPathComponent("absent.jsonl")
      #expect(
        complaint { _ = try readPrompts(from: absent) } == "absent.jsonl: cannot be read: "
          + "there is no such file; check the path and its permissions.")
      #expect(
        complaint { _ = try readPrompts(from: folder) }.hasSuffix(
          "cannot be read: it is a folder; check the path and its permissions."))
    }
    try withFile("\n \n") { file in
      #expect(
        complaint { _ = try readPrompts(from: file) }
          == "rows.jsonl: holds no rows; check that it is the file you mean.")
    }
  }

  @Test("never brings the reader down, whichever bytes are wrong", arguments: 0..<8)
  func mutated(seed: UInt64) throws {
    var state = seed
    func random(below bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let row = #"""
      {"prompt": [{"role": "user", "content": "é\ud83d\ude00"}], "ranks": [1, 2], \#
      "completions": [[{"role": "assistant", "content": "A"}], \#
      [{"role": "assistant", "content": "B"}]]}
      """#
    var bytes: [UInt8] = []
    for _ in 0..<200 {
      var line = Array(row.utf8)
      for _ in 0..<3 { line[random(below: line.count)] = UInt8(random(below: 256)) }
      bytes += line + [0x0a]
    }
    try withFile(bytes) { file in
      let loaded = try readRankings(from: file, badRows: .skip)
      #expect(loaded.rows.count + loaded.skipped.count >= 200)
      #expect(loaded.skipped.count > 100)
    }
  }
}
