import Datasets
import Foundation
import Testing

@Suite("A row with a probability")
struct ProbabilityTests {
  private func read(_ columns: String) throws -> Ranking? {
    try withFile(#"{"prompt": "Q", \#(columns)}"#) { try readRankings(from: $0).rows.first }
  }

  @Test("keeps it, and puts the likelier completion first")
  func order() throws {
    let likely = try #require(try read(#""chosen": "A", "rejected": "B", "probability": 0.75"#))
    #expect(likely.ranks == [1, 2] && likely.completions == [.text("A"), .text("B")])
    #expect(likely.probability == 0.75)
    let unlikely = try #require(try read(#""chosen": "A", "rejected": "B", "probability": 0.25"#))
    #expect(unlikely.ranks == [1, 2] && unlikely.completions == [.text("B"), .text("A")])
    #expect(unlikely.probability == 0.75)
    #expect(unlikely.comparisons[0].chosen == .text("B"))
    #expect(unlikely.comparisons[0].probability == 0.75)
    let ranked = try #require(
      try read(#""completions": ["A", "B"], "ranks": [1, 2], "probability": 0.25"#))
    #expect(ranked.ranks == [2, 1] && ranked.probability == 0.75)
  }

  @Test("of one half is a tie, of which no comparison is made")
  func tie() throws {
    let row = #""chosen": "A", "rejected": "B", "probability": 0.5"#
    let ranking = try #require(try read(row))
    #expect(ranking.ranks == [1, 1] && ranking.probability == nil)
    let message = complaint {
      try withFile(#"{"prompt": "Q", \#(row)}"#) { _ = try readComparisons(from: $0) }
    }
    #expect(message.contains("one half prefers neither"))
  }

  @Test(
    "is refused where it is none, for more than two, or beside a margin",
    arguments: [
      (#""chosen": "A", "rejected": "B", "probability": 1.5"#, "1.5 is no probability from 0 to 1"),
      (#""chosen": "A", "rejected": "B", "probability": -0.1"#, "no probability"),
      (#""chosen": "A", "rejected": "B", "probability": "much""#, "where a number is due"),
      (#""completions": ["A", "B", "C"], "ranks": [1, 2, 3], "probability": 0.7"#, "for two"),
      (#""chosen": "A", "rejected": "B", "probability": 0.7, "margin": 1"#, "'margin' as well"),
    ])
  func refusals(columns: String, words: String) {
    let message = complaint { _ = try read(columns) }
    #expect(message.contains(words), "\(message)")
  }

  @Test("is written as it was read")
  func writing() throws {
    let row = Comparison(
      prompt: .text("Q"), chosen: .text("A"), rejected: .text("B"), probability: 0.8)
    try withFolder { folder in
      let file = folder.appendingPathComponent("rows.jsonl")
      try writeJSONLines([row], to: file)
      #expect(try readComparisons(from: file).rows == [row])
      #expect(try readRankings(from: file).rows == [Ranking(row)])
    }
  }
}

@Suite("A completion in steps")
struct StepwiseCompletionTests {
  private func read(_ row: String) throws -> StepwiseCompletion? {
    try withFile(row) { try readStepwiseCompletions(from: $0).rows.first }
  }

  @Test("has a label for each step, as TRL's datasets have")
  func reading() throws {
    let row = #"{"prompt": "Q", "completions": ["one", "two"], "labels": [true, 0]}"#
    let due = StepwiseCompletion(
      prompt: .text("Q"), steps: ["one", "two"], labels: [true, false])
    #expect(try read(row) == due)
  }

  @Test(
    "is refused where steps or labels are missing, of the wrong kind or number",
    arguments: [
      (#"{"prompt": "Q", "completions": ["one"]}"#, "'labels'"),
      (#"{"prompt": "Q", "completions": ["one"], "labels": [true, true]}"#, "2 labels are given"),
      (#"{"prompt": "Q", "completions": [], "labels": []}"#, "it is empty"),
      (#"{"prompt": "Q", "completions": ["one", ""], "labels": [true, true]}"#, "step 2"),
      (#"{"prompt": "Q", "completions": ["one"], "labels": ["yes"]}"#, "the label of step 1"),
      (#"{"completions": ["one"], "labels": [true]}"#, "'prompt'"),
    ])
  func refusals(row: String, words: String) {
    let message = complaint { _ = try read(row) }
    #expect(message.contains(words), "\(message)")
  }
}
