import Datasets
import Foundation
import Testing

@Suite("A ranking row")
struct RankingTests {
  private func read(_ row: String) throws -> Ranking? {
    try withFile(row) { try readRankings(from: $0).rows.first }
  }

  @Test(
    "has ranks, or scores of which the highest is best",
    arguments: [
      (#""ranks": [2, 1, 2]"#, [2, 1, 2]), (#""ranks": [1.0, 3.0, 2.0]"#, [1, 3, 2]),
      (#""scores": [0.5, 9, 0.5]"#, [2, 1, 2]), (#""scores": [-1, -2, -3]"#, [1, 2, 3]),
      (#""ranks": [1, 1, 1]"#, [1, 1, 1]),
    ])
  func ranks(column: String, expected: [Int]) throws {
    let row = #"{"prompt": "Q", "completions": ["A", "B", "C"], \#(column), "labeler": "ann"}"#
    let ranking = Ranking(
      prompt: .text("Q"), completions: [.text("A"), .text("B"), .text("C")], ranks: expected,
      labeler: "ann")
    #expect(try read(row) == ranking)
  }

  @Test("may be conversational")
  func conversational() throws {
    let row =
      #"{"prompt": [{"role": "user", "content": "Q"}], "ranks": [2, 1], "completions": "#
      + #"[[{"role": "assistant", "content": "A"}], [{"role": "assistant", "content": "B"}]]}"#
    let expected = Ranking(
      prompt: .messages([user("Q")]),
      completions: [.messages([assistant("A")]), .messages([assistant("B")])], ranks: [2, 1])
    #expect(try read(row) == expected)
  }

  @Test("may be a comparison, which is a ranking of two")
  func comparison() throws {
    let row = #"{"prompt": "Q", "chosen": "A", "rejected": "B", "margin": 2, "labeler": "ann"}"#
    let expected = Ranking(
      prompt: .text("Q"), completions: [.text("A"), .text("B")], ranks: [1, 2], labeler: "ann",
      margin: 2)
    #expect(try read(row) == expected)
    #expect(
      expected.comparisons == [
        Comparison(
          prompt: .text("Q"), chosen: .text("A"), rejected: .text("B"), margin: 2, labeler: "ann")
      ])
  }

  @Test("says which collection it comes from, as its comparisons do")
  func origin() throws {
    let row = #"{"prompt": "Q", "completions": ["A", "B"], "ranks": [1, 2], "source": "flan"}"#
    let ranking = try #require(try read(row))
    #expect(ranking.origin == "flan")
    #expect(ranking.comparisons.map(\.origin) == ["flan"])
    #expect(Ranking(ranking.comparisons[0]).origin == "flan")
    var other = ranking
    other.origin = nil
    #expect(other != ranking)
  }

  @Test("is read where its collection is named otherwise, or by no text at all")
  func otherOrigins() throws {
    let pair = #""chosen": "A", "rejected": "B", "prompt": "Q""#
    #expect(try read("{\(pair), \"source\": {\"name\": \"flan\"}}")?.origin == nil)
    #expect(try read("{\(pair), \"source\": 7}")?.origin == "7")
    let named = try withFile("{\(pair), \"subset\": \"chat\", \"source\": \"x\"}") {
      try readRankings(from: $0, columns: ColumnNames(origin: "subset")).rows.first
    }
    #expect(named?.origin == "chat")
  }

  @Test("has a group, which its comparisons share and which comes from a comparison")
  func groups() throws {
    let row = #"{"prompt": "Q", "completions": ["A", "B", "C"], "ranks": [1, 2, 2], "group_id": 3}"#
    let ranking = try #require(try read(row))
    #expect(ranking.groupID == "3")
    #expect(ranking.comparisons.map(\.groupID) == ["3", "3"])
    #expect(Ranking(ranking.comparisons[0]).groupID == "3")
    var other = ranking
    other.groupID = nil
    #expect(other != ranking)
    #expect(Set([other, ranking]).count == 2)
  }

  @Test(
    "gives a comparison for each untied pair",
    arguments: [
      ([1, 2, 3, 4], 6), ([1, 1, 2, 2], 4), ([1, 1, 1, 1], 0), ([4, 4, 4, 1], 3),
      ([3, 1, 2, 2], 5),
    ])
  func pairs(ranks: [Int], count: Int) {
    let ranking = Ranking(
      prompt: .text("Q"), completions: ["a", "b", "c", "d"].map(Content.text), ranks: ranks)
    let rank = Dictionary(uniqueKeysWithValues: zip(ranking.completions, ranks))
    #expect(ranking.comparisons.count == count)
    #expect(ranking.comparisons.allSatisfy { rank[$0.chosen] ?? 9 < rank[$0.rejected] ?? 0 })
  }

  @Test("cannot be made with fewer ranks than completions")
  func precondition() async {
    await #expect(processExitsWith: .failure) {
      _ = Ranking(prompt: .text("Q"), completions: [.text("A"), .text("B")], ranks: [1])
    }
  }
}
