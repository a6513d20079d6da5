import Datasets
import Foundation
import Testing

@Suite("A prompt row")
struct PromptTests {
  private func read(_ rows: String, _ columns: ColumnNames = ColumnNames()) throws -> Loaded<Prompt>
  {
    try withFile(rows) { try readPrompts(from: $0, columns: columns) }
  }

  @Test("keeps its other columns as JSON text")
  func columns() throws {
    let row =
      #"{"question": "2+2?", "answer": "4 \"é\"", "level": 1.50, "tags": [ "a", {"b": null} ]}"#
    let prompt = try #require(try read(row, ColumnNames(prompt: "question")).rows.first)
    #expect(prompt.content == .text("2+2?"))
    #expect(
      prompt.columns == [
        "answer": #""4 \"é\"""#, "level": "1.50", "tags": #"["a",{"b":null}]"#,
      ])
    #expect(prompt.string(inColumn: "answer") == #"4 "é""#)
    #expect(prompt.string(inColumn: "level") == nil)
    #expect(prompt.string(inColumn: "absent") == nil)
  }

  @Test("is taken from rows of every kind")
  func kinds() throws {
    let rows = """
      {"prompt": "a", "completion": "x", "answer": "1", "margin": 2}
      {"prompt": "b", "chosen": "x", "rejected": "y"}
      {"chosen": "c x", "rejected": "c y"}
      {"prompt": "d", "completions": ["x", "y"], "ranks": [1, 2]}
      {"messages": [{"role": "user", "content": "e"}, {"role": "assistant", "content": "x"}]}
      {"messages": [{"role": "user", "content": "f"}]}
      """
    let loaded = try read(rows)
    #expect(
      loaded.rows.map(\.content) == [
        .text("a"), .text("b"), .text("c"), .text("d"), .messages([user("e")]),
        .messages([user("f")]),
      ])
    #expect(loaded.rows.first?.columns == ["answer": "\"1\""])
    #expect(loaded.repeatedPromptCount == 0)
  }

  @Test("is taken once from several comparisons of it, and the others are counted")
  func repeated() throws {
    let rows = """
      {"prompt": "b", "chosen": "x", "rejected": "y"}
      {"prompt": "a", "chosen": "x", "rejected": "y"}
      {"prompt": "b", "chosen": "y", "rejected": "z"}
      """
    let loaded = try read(rows)
    #expect(loaded.rows.map(\.content) == [.text("b"), .text("a")])
    #expect(loaded.repeatedPromptCount == 1)
  }

  @Test("is kept each time where the file lists prompts")
  func listed() throws {
    let loaded = try read("{\"prompt\": \"a\"}\n{\"prompt\": \"a\"}\n")
    #expect(loaded.rows.count == 2)
    #expect(loaded.repeatedPromptCount == 0)
  }
}
