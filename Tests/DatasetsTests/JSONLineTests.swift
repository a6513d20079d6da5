import Datasets
import Testing

@Suite("A row as a line")
struct JSONLineTests {
  private let comparison = Comparison(
    prompt: .text("Q"), chosen: .text("A"), rejected: .text("B"), margin: 2, labeler: "ann",
    groupID: "j1")

  @Test("has its columns sorted by their bytes, those that were given among them")
  func sorted() throws {
    let line = try comparison.jsonLine(with: [
      "judgement_id": .integer(7), "Z": .boolean(true), "é": .text("\r\n\u{2028}"),
      "models": .texts(["m", nil]),
    ])
    #expect(
      line == #"{"Z":true,"chosen":"A","group_id":"j1","judgement_id":7,"labeler":"ann","#
        + #""margin":2.0,"models":["m",null],"prompt":"Q","rejected":"B","é":"\r\n\u2028"}"#)
  }

  @Test("reads back equal")
  func rereads() throws {
    let ranking = Ranking(
      prompt: .messages([user("Q")]),
      completions: [.messages([assistant("A")]), .messages([assistant("B")])], ranks: [2, 1],
      groupID: "j1")
    let demonstration = Demonstration(prompt: .text("Q"), completion: .text("A"))
    let extra: [String: ColumnValue] = ["split": .text("train")]
    let comparisons = try withFile(try comparison.jsonLine(with: extra)) {
      try readComparisons(from: $0).rows
    }
    #expect(comparisons == [comparison])
    let rankings = try withFile(try ranking.jsonLine(with: extra)) {
      try readRankings(from: $0).rows
    }
    #expect(rankings == [ranking])
    let demonstrations = try withFile(try demonstration.jsonLine(with: extra)) {
      try readDemonstrations(from: $0).rows
    }
    #expect(demonstrations == [demonstration])
  }

  @Test("is refused where it would not read back")
  func refused() {
    let equal = Comparison(prompt: .text("Q"), chosen: .text("A"), rejected: .text("A"))
    #expect(throws: UnwritableRow(column: "rejected", reason: "it equals 'chosen'")) {
      try equal.jsonLine()
    }
    #expect(throws: UnwritableRow(column: "chosen", reason: "the row has the column already")) {
      try comparison.jsonLine(with: ["chosen": .text("B")])
    }
  }
}
