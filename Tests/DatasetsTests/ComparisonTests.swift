import Datasets
import Foundation
import Testing

@Suite("A comparison row")
struct ComparisonTests {
  private func read(_ row: String) throws -> [Comparison] {
    try withFile(row) { try readComparisons(from: $0).rows }
  }

  @Test("has a prompt, two completions, a margin and a labeler")
  func plain() throws {
    let row = #"{"prompt": "Q", "chosen": "A", "rejected": "B", "margin": 1.5, "labeler": "ann"}"#
    let expected = Comparison(
      prompt: .text("Q"), chosen: .text("A"), rejected: .text("B"), margin: 1.5, labeler: "ann")
    #expect(try read(row) == [expected])
  }

  @Test("has the group of its judgement, a number being taken for a name")
  func groups() throws {
    let rows =
      #"{"prompt": "Q", "chosen": "A", "rejected": "B", "group_id": "j1"}"# + "\n"
      + #"{"prompt": "Q", "chosen": "A", "rejected": "B", "group_id": 7}"# + "\n"
      + #"{"prompt": "Q", "completions": ["A", "B", "C"], "ranks": [1, 2, 3], "group_id": "j2"}"#
    #expect(try read(rows).map(\.groupID) == ["j1", "7", "j2", "j2", "j2"])
    #expect(try read(#"{"prompt": "Q", "chosen": "A", "rejected": "B"}"#).first?.groupID == nil)
  }

  @Test("may have its group in another column")
  func namedGroup() throws {
    let row = #"{"prompt": "Q", "chosen": "A", "rejected": "B", "judgement": "j1"}"#
    let columns = ColumnNames(groupID: "judgement")
    let rows = try withFile(row) { try readComparisons(from: $0, columns: columns).rows }
    #expect(rows.first?.groupID == "j1")
  }

  @Test("differs from one of another group")
  func groupEquality() {
    let row = Comparison(
      prompt: .text("Q"), chosen: .text("A"), rejected: .text("B"), groupID: "j1")
    var other = row
    other.groupID = "j2"
    #expect(row != other)
    #expect(Set([row, other]).count == 2)
  }

  @Test("takes a number for the labeler's name, and null for none")
  func labelers() throws {
    let rows = #"{"prompt": "Q", "chosen": "A", "rejected": "B", "labeler": 12, "margin": null}"#
    #expect(try read(rows).first?.labeler == "12")
    #expect(try read(rows).first?.margin == nil)
  }

  @Test("parts HH-RLHF transcripts after the assistant's last common turn mark")
  func transcripts() throws {
    let row =
      #"{"chosen": "\n\nHuman: a\n\nAssistant: b\n\nHuman: c\n\nAssistant: do", "#
      + #""rejected": "\n\nHuman: a\n\nAssistant: b\n\nHuman: c\n\nAssistant: dusk"}"#
    let expected = Comparison(
      prompt: .text("\n\nHuman: a\n\nAssistant: b\n\nHuman: c\n\nAssistant:"),
      chosen: .text(" do"), rejected: .text(" dusk"))
    #expect(try read(row) == [expected])
  }

  @Test(
    "reduces completions that repeat the prompt's turns",
    arguments: [#"[{"role": "user", "content": "Q"}]"#, #""Q""#])
  func repeatedPrompt(prompt: String) throws {
    let row =
      #"{"prompt": \#(prompt), "chosen": [{"role": "user", "content": "Q"}, "#
      + #"{"role": "assistant", "content": "A"}], "rejected": [{"role": "user", "content": "Q"}, "#
      + #"{"role": "assistant", "content": "B"}]}"#
    let expected = Comparison(
      prompt: .messages([user("Q")]), chosen: .messages([assistant("A")]),
      rejected: .messages([assistant("B")]))
    #expect(try read(row) == [expected])
  }

  @Test("may be a ranking, which gives its untied pairs")
  func ranking() throws {
    let row = #"{"prompt": "Q", "completions": ["A", "B", "C"], "ranks": [2, 1, 2]}"#
    let expected = [
      Comparison(prompt: .text("Q"), chosen: .text("B"), rejected: .text("A")),
      Comparison(prompt: .text("Q"), chosen: .text("B"), rejected: .text("C")),
    ]
    #expect(try read(row) == expected)
  }

  /// Equivalent Python: `trl.extract_prompt`, see `Scripts/fixtures/dataset_files.py`.
  @Test("has the implicit prompt that TRL finds")
  func implicitPrompts() throws {
    let text = try String(
      contentsOf: fixtures.appendingPathComponent("implicit-prompts.jsonl"), encoding: .utf8)
    let lines = text.split(separator: "\n")
    #expect(lines.count == 15)
    for line in lines {
      let halves = line.dropLast().components(separatedBy: #", "given": "#)
      let extracted = halves[0].dropFirst(#"{"extracted": "#.count)
      // TRL's own parts have an explicit prompt, so nothing more is taken out of them.
      let (ours, theirs) = (try read(halves[1]), try read(String(extracted)))
      #expect(bytes(of: ours) == bytes(of: theirs))
    }
  }

  /// Strings that look alike are equal in Swift, so the bytes are compared.
  private func bytes(of rows: [Comparison]) -> [[UInt8]] {
    rows.flatMap { [$0.prompt, $0.chosen, $0.rejected] }.map { Array("\($0)".utf8) }
  }
}
