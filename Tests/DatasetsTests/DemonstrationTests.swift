import Datasets
import Foundation
import Testing

private let conversation = Demonstration(
  prompt: .messages([user("Q")]), completion: .messages([assistant("A")]))

private let goodRows: [(String, Demonstration)] = [
  (
    #"{"prompt": "Q?", "completion": " A."}"#,
    Demonstration(prompt: .text("Q?"), completion: .text(" A."))
  ),
  (#"{"text": "Once."}"#, Demonstration(prompt: .text(""), completion: .text("Once."))),
  (
    #"{"text": null, "prompt": "", "completion": "x"}"#,
    Demonstration(prompt: .text(""), completion: .text("x"))
  ),
  (
    #"""
    {"prompt": [{"role": "user", "content": "Q"}], \#
    "completion": [{"role": "assistant", "content": "A"}]}
    """#, conversation
  ),
  (
    #"""
    {"messages": [{"role": "system", "content": "S"}, {"role": "user", "content": "Q"}, \#
    {"role": "assistant", "content": "A"}]}
    """#,
    Demonstration(
      prompt: .messages([Message(role: "system", content: "S"), user("Q")]),
      completion: .messages([assistant("A")]))
  ),
  (
    #"""
    {"id": 7, "conversations": [{"from": "human", "value": "Q"}, {"from": "gpt", "value": "A"}]}
    """#, conversation
  ),
  (
    #"""
    {"messages": [{"role": "user", "content": [{"type": "text", "text": "Q1 "}, \#
    {"type": "text", "text": "Q2"}]}, {"role": "assistant", "content": "A"}]}
    """#,
    Demonstration(prompt: .messages([user("Q1 Q2")]), completion: .messages([assistant("A")]))
  ),
  (
    #"""
    {"prompt": "Q", "completion": [{"role": "user", "content": "Q"}, \#
    {"role": "assistant", "content": "A"}]}
    """#, conversation
  ),
  (
    #"{"prompt": "Q", "chosen": " A", "rejected": " B"}"#,
    Demonstration(prompt: .text("Q"), completion: .text(" A"))
  ),
]

@Suite("A demonstration row")
struct DemonstrationTests {
  private func read(_ row: String, _ columns: ColumnNames = ColumnNames()) throws -> Demonstration {
    try withFile(row) { file in
      let loaded = try readDemonstrations(from: file, columns: columns)
      return try #require(loaded.rows.count == 1 ? loaded.rows.first : nil)
    }
  }

  @Test("is read in each of its formats", arguments: goodRows)
  func formats(row: String, expected: Demonstration) throws {
    #expect(try read(row) == expected)
  }

  @Test("is read from columns with other names")
  func otherNames() throws {
    let row = try read(
      #"{"question": "2+2?", "answer": "4"}"#,
      ColumnNames(prompt: "question", completion: "answer"))
    #expect(row == Demonstration(prompt: .text("2+2?"), completion: .text("4")))
  }

  @Test("remembers its file and line, blank lines counted")
  func source() throws {
    let text = "\n{\"text\": \"a\"}\n \t\r\n{\"text\": \"b\"}"
    try withFile(text) { file in
      let rows = try readDemonstrations(from: file).rows
      #expect(rows.map(\.source?.line) == [2, 4])
      #expect(rows.first?.source?.file == file.relativePath)
    }
  }

  @Test("equals one that was read elsewhere")
  func equality() {
    let here = RowSource(file: "a.jsonl", line: 1)
    let row = Demonstration(prompt: .text("Q"), completion: .text("A"))
    let same = Demonstration(prompt: .text("Q"), completion: .text("A"), source: here)
    #expect(row == same)
    #expect(Set([row, same]).count == 1)
  }
}
