import Datasets
import Foundation
import Testing

private let correct = "correct the row, or skip bad rows (--skip-bad-rows)."
private let tellColumn = "or say which column to read."

private let badDemonstrations: [(String, String)] = [
  (
    #"{"promt": "Q", "completion": "A"}"#,
    "column 'prompt': there is no such column (the row has 'promt', 'completion'); "
      + "did you mean 'promt'? rename it to 'prompt', \(tellColumn)"
  ),
  (
    #"{"prompt": "Q", "answer": "A"}"#,
    "column 'completion': there is no such column (the row has 'prompt', 'answer'); "
      + "rename the columns, \(tellColumn)"
  ),
  (
    #"{"Messages": []}"#,
    "there is none of the columns 'completion', 'messages', 'text' (the row has 'Messages'); "
      + "did you mean 'Messages'? rename it to 'messages', \(tellColumn)"
  ),
  (
    "{}",
    "there is none of the columns 'completion', 'messages', 'text' "
      + "(the row has no columns); rename the columns, \(tellColumn)"
  ),
  (#"{"prompt": null, "completion": "A"}"#, "column 'prompt': it is null; \(correct)"),
  (
    #"{"prompt": "Q", "completion": ""}"#,
    "column 'completion': the completion is empty; \(correct)"
  ),
  (#"{"text": ""}"#, "column 'completion': the completion is empty; \(correct)"),
  (
    #"{"prompt": 3, "completion": "A"}"#,
    "column 'prompt': it is a number, not text or a list of turns; \(correct)"
  ),
  (
    #"{"prompt": "Q", "completion": [{"role": "assistant", "content": "A"}]}"#,
    "column 'prompt': the row mixes plain text and turns of a conversation in 'prompt' and "
      + "'completion'; \(correct)"
  ),
  (
    #"{"prompt": [{"role": "user", "content": "A"}], "completion": "A"}"#,
    "column 'prompt': the row mixes plain text and turns of a conversation in 'prompt' and "
      + "'completion'; \(correct)"
  ),
  (
    #"{"messages": [{"role": "user", "content": "A"}]}"#,
    "column 'messages': there is no turn of the assistant; \(correct)"
  ),
  (
    #"{"messages": [{"role": "assistant", "content": "A"}, {"role": "user", "content": "Q"}]}"#,
    "column 'messages': the last turn is of the user, not of the assistant; \(correct)"
  ),
  (#"{"messages": "Q"}"#, "column 'messages': it is a string, not a list of turns; \(correct)"),
  (
    #"{"messages": [{"role": "user"}]}"#, "column 'messages': turn 1 has no 'content'; \(correct)"
  ),
  (
    #"{"messages": [{"from": "gpt", "content": "A"}]}"#,
    "column 'messages': turn 1 has no 'value'; \(correct)"
  ),
  (
    #"{"messages": [{"content": "A"}]}"#,
    "column 'messages': turn 1 has no text in 'role'; \(correct)"
  ),
  (
    #"{"messages": ["A"]}"#,
    "column 'messages': turn 1 is a string, not an object with 'role' and 'content'; \(correct)"
  ),
  (
    #"{"messages": [{"role": "user", "content": null}]}"#,
    "column 'messages': turn 1 has null in 'content', not text; \(correct)"
  ),
  (
    #"{"messages": [{"role": "user", "content": [{"type": "image"}]}]}"#,
    "column 'messages': turn 1 has a part in 'content' that is not text; \(correct)"
  ),
  (
    #"{"messages": [{"role": "assistant", "content": "", "tool_calls": [{}]}]}"#,
    "column 'messages': turn 1 calls tools, which is not supported; \(correct)"
  ),
  (
    #"{"prompt": [], "completion": [{"role": "user", "content": "A"}]}"#,
    "column 'completion': the completion begins with a turn of the user; \(correct)"
  ),
  ("[1]", "the row is an array, not an object with named columns; \(correct)"),
  ("7", "the row is a number, not an object with named columns; \(correct)"),
  ("{\"text\": ", "malformed JSON at byte 10: the text ends where a value should be; \(correct)"),
]

private let badComparisons: [(String, String)] = [
  (#"{"prompt": "Q", "chosen": "A", "rejected": "A"}"#, "column 'rejected': it equals 'chosen'"),
  (#"{"chosen": "A", "rejected": "A"}"#, "column 'rejected': it equals 'chosen'"),
  (
    #"{"prompt": [{"role": "user", "content": "Q"}], "chosen": [{"role": "user", "content": "Q"}, "#
      + #"{"role": "assistant", "content": "A"}], "#
      + #""rejected": [{"role": "assistant", "content": "A"}]}"#,
    "column 'rejected': it equals 'chosen'"
  ),
  (
    #"{"prompt": "Q", "chosen": "", "rejected": "A"}"#,
    "column 'chosen': the completion is empty"
  ),
  (
    #"{"prompt": "Q", "chosen": "A", "rejected": [{"role": "assistant", "content": "A"}]}"#,
    "column 'prompt': the row mixes plain text and turns of a conversation in 'prompt' and "
      + "'chosen' and 'rejected'"
  ),
  (
    #"{"chosen": "A", "rejected": [{"role": "assistant", "content": "A"}]}"#,
    "column 'rejected': it is not of one kind with 'chosen'"
  ),
  (
    #"{"prompt": "Q", "chosen": "A", "rejected": "B", "margin": "1"}"#,
    "column 'margin': it has a string where a number is due"
  ),
  (
    #"{"prompt": "Q", "chosen": "A", "rejected": "B", "margin": 1e999}"#,
    "column 'margin': the number 1e999 is too large"
  ),
  (
    #"{"prompt": "Q", "chosen": "A", "rejected": "B", "labeler": []}"#,
    "column 'labeler': it is an array, not a string"
  ),
  (
    #"{"prompt": "Q", "completions": ["A", "B"], "ranks": [1, 1]}"#,
    "column 'completions': all are tied, so none is preferred"
  ),
  (
    #"{"chosen": "\n\nHuman: a\n\nAssistant:", "rejected": "\n\nHuman: a\n\nAssistant: b"}"#,
    "column 'chosen': the completion is empty"
  ),
]

private let badRankings: [(String, String)] = [
  (#"["A", "B"], "ranks": [1]"#, "column 'ranks': 1 values are given for 2 completions"),
  (#"["A", "B"], "scores": [1, 2, 3]"#, "column 'scores': 3 values are given for 2 completions"),
  (#"["A", "B"], "ranks": [0, 1]"#, "column 'ranks': the rank 0 is less than 1, the best"),
  (#"["A", "B"], "ranks": [1, 1.5]"#, "column 'ranks': the rank 1.5 is not a whole number"),
  (
    #"["A", "B"], "ranks": ["1", "2"]"#,
    "column 'ranks': it has a string where a number is due"
  ),
  (#"["A", "B"], "ranks": 1"#, "column 'ranks': it is a number, not an array"),
  (#""AB", "ranks": [1, 2]"#, "column 'completions': it is a string, not an array"),
  (#"["A"], "ranks": [1]"#, "column 'completions': a ranking needs two completions at least"),
  (#"["A", ""], "ranks": [1, 2]"#, "column 'completions': completion 2 is empty"),
  (
    #"["A", "B", "A"], "ranks": [1, 2, 3]"#,
    "column 'completions': completions 1 and 3 are equal, but not their ranks"
  ),
  (
    #"["A", "B", "C"], "ranks": [1, 2, 3], "margin": 1"#,
    "column 'margin': a margin is for two completions, not 3"
  ),
  (
    #"["A", [{"role": "assistant", "content": "B"}]], "ranks": [1, 2]"#,
    "column 'prompt': the row mixes plain text and turns of a conversation in 'prompt' and "
      + "'completions'"
  ),
]

private let badPrompts: [(String, String)] = [
  (#"{"prompt": ""}"#, "column 'prompt': it is empty; \(correct)"),
  (#"{"prompt": []}"#, "column 'prompt': it is empty; \(correct)"),
  (
    #"{"text": "A"}"#,
    "column 'prompt': there is no such column (the row has 'text'); rename the columns, "
      + tellColumn
  ),
]

@Suite("A bad row")
struct BadRowTests {
  @Test("of demonstrations is told in one sentence", arguments: badDemonstrations)
  func demonstrations(row: String, expected: String) throws {
    try withFile(row) { file in
      let words = complaint { _ = try readDemonstrations(from: file) }
      #expect(words == "rows.jsonl:1: \(expected)")
    }
  }

  @Test("of comparisons is told in one sentence", arguments: badComparisons)
  func comparisons(row: String, expected: String) throws {
    try withFile(row) { file in
      let words = complaint { _ = try readComparisons(from: file) }
      #expect(words == "rows.jsonl:1: \(expected); \(correct)")
    }
  }

  @Test("of comparisons names the column that is nearest to a missing one")
  func nearestColumn() throws {
    try withFile(#"{"prompt": "Q", "chosen": "A", "rejected_response": "B"}"#) { file in
      let words = complaint { _ = try readComparisons(from: file) }
      #expect(words.contains("did you mean 'rejected_response'? rename it to 'rejected'"))
    }
  }

  @Test("of rankings is told in one sentence", arguments: badRankings)
  func rankings(columns: String, expected: String) throws {
    try withFile(#"{"prompt": "Q", "completions": \#(columns)}"#) { file in
      let words = complaint { _ = try readRankings(from: file) }
      #expect(words == "rows.jsonl:1: \(expected); \(correct)")
    }
  }

  @Test("of prompts is told in one sentence", arguments: badPrompts)
  func prompts(row: String, expected: String) throws {
    try withFile(row) { file in
      let words = complaint { _ = try readPrompts(from: file) }
      #expect(words == "rows.jsonl:1: \(expected)")
    }
  }

  @Test("is skipped and listed where that is wished")
  func skipped() throws {
    let text = "{\"text\": \"a\"}\nnonsense\n{\"text\": \"\"}\n{\"text\": \"b\"}\n"
    try withFile(text) { file in
      let loaded = try readDemonstrations(from: file, badRows: .skip)
      #expect(loaded.rows.map(\.completion) == [.text("a"), .text("b")])
      #expect(loaded.skipped.map(\.source.line) == [2, 3])
      #expect(loaded.skipped.map(\.column) == [nil, "completion"])
    }
  }

  @Test("is refused at its line by default")
  func refused() throws {
    try withFile("{\"text\": \"a\"}\n\nnonsense\n") { file in
      #expect { try readDemonstrations(from: file) } throws: { error in
        guard case DatasetError.badRow(let row) = error else { return false }
        return row.source == RowSource(file: file.relativePath, line: 3)
      }
    }
  }
}
