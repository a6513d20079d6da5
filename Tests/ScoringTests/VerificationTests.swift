import Datasets
import Foundation
import Testing

@testable import Scoring

@Suite("Verifiable rewards")
struct VerificationTests {
  @Test(
    "read the last number of a text",
    arguments: [
      ("#### 72", "72"), ("It is 1,234.50 dollars.", "1234.5"), ("3 apples, then 5", "5"),
      ("-7", "-7"), ("= \u{2212}7", "-7"), ("5-3", "3"), ("x-3", "3"), ("(5)-3", "3"),
      ("costs -$5", "-5"), ("£40", "40"), ("007.10", "7.1"), ("-0.00", "0"), (".5", "0.5"),
      ("1,2", "2"), ("12,3456", "3456"), ("1,234,567", "1234567"), ("1234,567", "567"),
      ("72.", "72"), ("1.2.3", "0.3"), ("20%", "20"), ("no number", nil), ("", nil), ("٣", nil),
      ("12345678901234567890123", "12345678901234567890123"),
    ] as [(String, String?)])
  func numerals(text: String, due: String?) {
    #expect(lastNumber(in: text) == due)
  }

  @Test(
    "take the answer from behind the last mark, or out of the last box",
    arguments: [
      ("4 + 4 #### 8", " 8"), ("#### 1\n#### 2 \nso 3", " 2 "), ("#### 1\r\n2", " 1"),
      (#"so \boxed{\frac{1}{2}} and more"#, #"\frac{1}{2}"#), (#"\boxed{1} \boxed{2"#, "2"),
      ("just 5", "just 5"), ("####", ""), ("##### 5", " 5"),
    ])
  func answers(text: String, due: String) {
    #expect(finalAnswer(in: text) == due)
  }

  @Test("compare numbers, not how they are written")
  func lastNumbers() throws {
    let reward = AnswerReward(.lastNumber)
    let texts = ["so 1,200.00 in all", "1200 or 1300", "#### 1200\nor 7", "", "twelve hundred"]
    let scores = try reward.scores(of: texts.map { episode($0, ["answer": #""a\n#### 1,200""#]) })
    #expect(scores == [1, 0, 1, 0, 0])
    #expect(try reward.scores(of: [episode("1200", ["answer": "1200"])]) == [1], "a JSON number")
  }

  @Test("compare texts but for what does not matter")
  func exact() throws {
    let reward = AnswerReward(.exact, column: "solution")
    let texts = [" paris.", "“Paris”", "ＰＡＲＩＳ", "Paris, France", "Pariſ\n", "", "par is"]
    let scores = try reward.scores(of: texts.map { episode($0, ["solution": #""Paris""#]) })
    #expect(scores == [1, 1, 1, 0, 1, 0, 0])
  }

  @Test(
    "name the row that has no answer to compare with",
    arguments: [
      ([:], "no such column"), (["answer": #""none""#], "no number in it"),
      (["answer": "null"], "no number in it"), (["answer": #""""#], "no number in it"),
    ])
  func missing(columns: [String: String], reason: String) {
    let reward = AnswerReward(.lastNumber)
    let rows = [episode("1", ["answer": "1"]), episode("1", columns, line: 9)]
    for attempt in [
      { _ = try reward.scores(of: rows) }, { try reward.check(rows.map(\.prompt)) },
    ] {
      #expect {
        try attempt()
      } throws: { "\($0)".contains("rows:9") && "\($0)".contains(reason) }
    }
  }

  @Test("find patterns anywhere, or from end to end where they say so")
  func patterns() throws {
    let format = try PatternReward(#"(?s)^.*#### -?\d+$"#)
    let texts = ["so\n#### 5", "#### 5.", "####5", "#### -12"]
    #expect(try format.scores(of: texts.map { episode($0) }) == [1, 0, 0, 1])
    #expect(try PatternReward("<think>").scores(of: [episode("a <think> b")]) == [1])
    #expect(try PatternReward("$").scores(of: [episode("")]) == [1], "an empty match")
  }

  @Test("refuse patterns that are none, or endless", arguments: ["(", "", "a".repeated(5000)])
  func badPatterns(pattern: String) {
    #expect(throws: RewardError.self) { try PatternReward(pattern) }
  }

  // Each more “a” doubles the time of a search that backtracks.
  @Test("give up a search that would never end")
  func catastrophe() throws {
    let reward = try PatternReward("^(a+)+$")
    let clock = ContinuousClock()
    let start = clock.now
    #expect(try reward.scores(of: [episode("a".repeated(40) + "!")]) == [0])
    #expect(clock.now - start < .seconds(20))
    #expect(try reward.scores(of: [episode("aaa")]) == [1], "the next search is a new one")
  }

  @Test("take hostile text for text")
  func hostile() throws {
    let texts = [
      "#".repeated(200_000), "\\boxed{".repeated(20_000), "1,".repeated(100_000),
      "\u{0}\u{202E}72\u{0}", "e\u{301}".repeated(50_000),
    ]
    let columns = ["answer": "72"]
    let scores = try AnswerReward(.lastNumber).scores(of: texts.map { episode($0, columns) })
    #expect(scores == [0, 0, 0, 1, 0])
    #expect(try AnswerReward(.exact).scores(of: texts.map { episode($0, columns) })[0] == 0)
  }

  @Test(
    "find GSM8K's own solutions right, and another row's wrong",
    .enabled(if: FileManager.default.fileExists(atPath: gsm8k.path)))
  func gsm8kRows() throws {
    let names = ColumnNames(prompt: "question")
    let rows = try readPrompts(from: gsm8k, columns: names).rows
    #expect(rows.count > 1_000)
    let reward = AnswerReward(.lastNumber)
    try reward.check(rows)
    let solutions = rows.map { $0.string(inColumn: "answer") ?? "" }
    func share(_ texts: [String]) throws -> Double {
      let episodes = zip(rows, texts).map { row, text in
        var episode = episode(text)
        episode.prompt = row
        return episode
      }
      return try reward.scores(of: episodes).reduce(0, +) / Double(rows.count)
    }
    #expect(try share(solutions) == 1)
    #expect(try share(Array(solutions.dropFirst()) + solutions.prefix(1)) < 0.05)
    // Without the mark, the last number of a solution is the answer but for a few.
    #expect(try share(solutions.map { $0.replacing("####", with: "The answer is") + "." }) == 1)
  }
}

private let gsm8k = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .appendingPathComponent("../../../shared/data/gsm8k-test.jsonl.gz").standardizedFileURL

extension String {
  fileprivate func repeated(_ count: Int) -> String { String(repeating: self, count: count) }
}
