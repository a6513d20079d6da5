import Datasets
import Foundation
import Testing

@Suite("Completions judged one by one")
struct JudgedCompletionTests {
  private func read(_ lines: String...) throws -> [JudgedCompletion] {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("judged-\(UUID().uuidString).jsonl")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(lines.joined(separator: "\n").utf8).write(to: file)
    return try readJudgedCompletions(from: file).rows
  }

  private func row(_ completion: String, _ isDesirable: Bool) -> JudgedCompletion {
    JudgedCompletion(
      prompt: .text("p"), completion: .text(completion), isDesirable: isDesirable)
  }

  @Test("are rows with a label, true or false, 1 or 0")
  func labels() throws {
    let rows = try read(
      #"{"prompt":"p","completion":"a","label":true}"#,
      #"{"prompt":"p","completion":"b","label":false}"#,
      #"{"prompt":"p","completion":"c","label":1}"#,
      #"{"prompt":"p","completion":"d","label":0}"#)
    #expect(rows == [row("a", true), row("b", false), row("c", true), row("d", false)])
  }

  @Test("are both of a comparison, and the best and the worst of a ranking")
  func comparisons() throws {
    #expect(
      try read(#"{"prompt":"p","chosen":"a","rejected":"b"}"#) == [row("a", true), row("b", false)])
    let ranking = #"{"prompt":"p","completions":["a","b","c","d"],"ranks":[2,1,3,1]}"#
    #expect(try read(ranking) == [row("b", true), row("c", false), row("d", true)])
    #expect(try read(#"{"prompt":"p","completions":["a","b"],"ranks":[1,1]}"#).isEmpty)
  }

  @Test(
    "are refused with what is wrong",
    arguments: [
      (#"{"prompt":"p","completion":"a"}"#, "label"),
      (#"{"prompt":"p","completion":"a","label":"yes"}"#, "true or false"),
      (#"{"prompt":"p","completion":"a","label":2}"#, "true or false"),
      (#"{"prompt":"p","completion":"","label":true}"#, "empty"),
    ])
  func refusals(line: String, words: String) {
    #expect {
      _ = try read(line)
    } throws: { error in
      "\(error)".contains(words)
    }
  }
}
