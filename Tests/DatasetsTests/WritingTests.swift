import Datasets
import Foundation
import Testing

/// Texts that careless writers or readers spoil.
private let hostileTexts = [
  "a\0b", "line\u{2028}line\u{2029}\u{85}", "\r\n\r\n", " \t ", "\u{feff}mark", "\"\\\"\\\\",
  "e\u{301}", "\u{e9}", "👩‍👩‍👧‍👦🇩🇪", "\u{10ffff}\u{fffe}", "</script>", "\\ud800",
  "\u{7f}\u{1b}[0m", "{}",
]

/// Equal texts may differ in bytes, so these are compared as well.
private func bytes(_ value: some Any) -> [UInt8] { Array("\(value)".utf8) }

@Suite("Written rows")
struct WritingTests {
  private let source = RowSource(file: "elsewhere.jsonl", line: 5)

  private func reread<Row: Equatable>(
    _ rows: [Row], _ name: String, write: ([Row], URL) throws -> Void,
    read: (URL) throws -> Loaded<Row>
  ) throws -> [Row] {
    try withFolder { folder in
      let file = folder.appendingPathComponent(name)
      try write(rows, file)
      return try read(file).rows
    }
  }

  @Test("read back equal, byte for byte", arguments: ["rows.jsonl", "rows.jsonl.gz"])
  func demonstrations(name: String) throws {
    let plain = hostileTexts.map { Demonstration(prompt: .text($0), completion: .text($0 + "!")) }
    let turns = hostileTexts.map {
      Demonstration(
        prompt: .messages([Message(role: "system", content: $0), user($0)]),
        completion: .messages([assistant($0 + "!")]))
    }
    let edges = [
      Demonstration(prompt: .text(""), completion: .text(" ")),
      Demonstration(prompt: .messages([]), completion: .messages([assistant("x")])),
    ]
    let rows = plain + turns + edges
    let back = try reread(
      rows, name, write: writeJSONLines(_:to:), read: { try readDemonstrations(from: $0) })
    #expect(back == rows)
    #expect(back.map { bytes($0.prompt) } == rows.map { bytes($0.prompt) })
    #expect(back.map { bytes($0.completion) } == rows.map { bytes($0.completion) })
  }

  @Test("of comparisons read back equal", arguments: [nil, 0.1, -3, .leastNonzeroMagnitude, 1e300])
  func comparisons(margin: Double?) throws {
    let rows = hostileTexts.map {
      Comparison(
        prompt: .text($0), chosen: .text($0 + "a"), rejected: .text($0 + "b"), margin: margin,
        labeler: margin == nil ? nil : $0, groupID: margin == nil ? nil : $0 + "1",
        origin: margin == nil ? nil : $0 + "2", source: source)
    }
    let back = try reread(
      rows, "rows.jsonl", write: writeJSONLines(_:to:), read: { try readComparisons(from: $0) })
    #expect(back == rows)
  }

  @Test("of rankings read back equal")
  func rankings() throws {
    var rows = hostileTexts.map {
      Ranking(
        prompt: .text($0), completions: [.text($0 + "a"), .text($0 + "b"), .text($0 + "a")],
        ranks: [2, 1, 2], labeler: $0, groupID: $0, origin: $0, source: source)
    }
    rows.append(
      Ranking(
        prompt: .messages([user("Q")]),
        completions: [.messages([assistant("A")]), .messages([assistant("B")])], ranks: [1, 1],
        margin: 0.25))
    let back = try reread(
      rows, "rows.jsonl", write: writeJSONLines(_:to:), read: { try readRankings(from: $0) })
    #expect(back == rows)
  }

  @Test("of prompts read back equal, with their columns")
  func prompts() throws {
    let rows = hostileTexts.map {
      Prompt(
        .text($0), source: source, columns: ["answer": "\"4\"", "messages": "[1,{\"a\":null}]"])
    }
    let back = try reread(
      rows, "rows.jsonl", write: writeJSONLines(_:to:), read: { try readPrompts(from: $0) })
    #expect(back == rows)
  }

  @Test("are one line each, also for readers that break lines at other characters")
  func lines() throws {
    let rows = hostileTexts.map { Prompt(.text($0)) }
    try withFolder { folder in
      let file = folder.appendingPathComponent("rows.jsonl")
      try writeJSONLines(rows, to: file)
      let text = try String(contentsOf: file, encoding: .utf8)
      #expect(text.split(whereSeparator: \.isNewline).count == rows.count)
      #expect(text.hasSuffix("\n"))
    }
  }

  @Test("are refused where they would not read back, and then the old file stays")
  func unwritable() throws {
    let good = Demonstration(prompt: .text("Q"), completion: .text("A"))
    let empty = Demonstration(prompt: .text("Q"), completion: .text(""))
    try withFile("old") { file in
      #expect(
        complaint { try writeJSONLines([good, empty], to: file) } == "rows.jsonl: row 2, column "
          + "'completion' cannot be written: the completion is empty; leave it out or correct it.")
      let left = try String(contentsOf: file, encoding: .utf8)
      #expect(left == "old")
    }
  }

  @Test(
    "are refused for each part that would be lost",
    arguments: [
      (Prompt(.text("")), "it is empty"),
      (Prompt(.text("Q"), columns: ["a": "b"]), "its text is not JSON"),
      (Prompt(.text("Q"), columns: ["chosen": "1"]), "the name is taken for something else"),
    ])
  func unwritablePrompts(row: Prompt, reason: String) throws {
    try withFile("old") { file in
      #expect(complaint { try writeJSONLines([row], to: file) }.contains(reason))
    }
  }

  @Test("are refused where a completion begins with the prompt, or the margin is not finite")
  func unwritablePairs() throws {
    let repeated = Demonstration(
      prompt: .messages([assistant("Q")]), completion: .messages([assistant("Q"), assistant("A")]))
    let infinite = Comparison(
      prompt: .text("Q"), chosen: .text("A"), rejected: .text("B"), margin: .infinity)
    let equal = Comparison(prompt: .text("Q"), chosen: .text("A"), rejected: .text("A"))
    try withFile("old") { file in
      #expect(
        complaint { try writeJSONLines([equal], to: file) }
          .contains("column 'rejected' cannot be written: it equals 'chosen'"))
      #expect(
        complaint { try writeJSONLines([repeated], to: file) }
          .contains("a completion begins with the prompt's turns"))
      #expect(
        complaint { try writeJSONLines([infinite], to: file) }
          .contains("column 'margin' cannot be written: the margin is not a finite number"))
    }
  }

  @Test("replace the old file whole, and do not write into it")
  func atomic() throws {
    try withFile("old") { file in
      let otherName = file.deletingLastPathComponent().appendingPathComponent("link")
      try FileManager.default.linkItem(at: file, to: otherName)
      try writeJSONLines([Prompt(.text("Q"))], to: file)
      let old = try String(contentsOf: otherName, encoding: .utf8)
      let new = try String(contentsOf: file, encoding: .utf8)
      #expect(old == "old")
      #expect(new == "{\"prompt\":\"Q\"}\n")
    }
  }

  @Test("are refused where the folder is not there")
  func noFolder() throws {
    try withFolder { folder in
      let file = folder.appendingPathComponent("absent/rows.jsonl")
      let words = complaint { try writeJSONLines([Prompt(.text("Q"))], to: file) }
      #expect(words.hasPrefix("rows.jsonl: cannot be written: "))
    }
  }
}
