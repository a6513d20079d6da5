import Datasets
import Testing

@testable import Batches

@Suite("Groups of rows")
struct GroupingTests {
  @Test("of one row each are cut as rows are", arguments: [1, 3, 4, 100])
  func single(size: Int) {
    let rows = Array(0..<10)
    #expect(batches(of: rows.map { [$0] }, size: size) == rows.chunked(by: size))
  }

  @Test("are never parted, and fill batches as near to the size as they can")
  func nearest() {
    let pairs = (0..<5).map { [3 * $0, 3 * $0 + 1, 3 * $0 + 2] }
    // From 6, a third group leads to 9: nearer to 8, farther from 7.
    #expect(batches(of: pairs, size: 8).map(\.count) == [9, 6])
    #expect(batches(of: pairs, size: 7).map(\.count) == [6, 6, 3])
    #expect(batches(of: pairs, size: 3).map(\.count) == [3, 3, 3, 3, 3])
  }

  @Test("larger than a batch are batches of their own")
  func large() {
    let groups = [[0], [1, 2, 3, 4, 5], [6], [7]]
    #expect(batches(of: groups, size: 4) == [[0], [1, 2, 3, 4, 5], [6, 7]])
  }

  @Test("are found by what rows have in common, and rows with nothing stand alone")
  func keys() {
    let keys: [String?] = ["a", nil, "b", "a", nil, "b", "a"]
    #expect(keys.indices { $0 } == [[0, 3, 6], [1], [2, 5], [4]])
  }

  private func ranking(_ ids: [[Int]], group: PairGroup?, prompt: [Int] = [1]) -> TokenizedRanking {
    TokenizedRanking(
      sequences: ids.map { TokenizedSequence(tokens: prompt + $0, completionStart: prompt.count) },
      ranks: Array(1...ids.count), group: group)
  }

  @Test("pairs of one judgement become one ranking that meets each completion once")
  func gathering() {
    let rows = gathered([
      ranking([[5], [6]], group: .named("j1")), ranking([[8], [9]], group: nil),
      ranking([[5], [7]], group: .named("j1")), ranking([[6], [7]], group: .named("j1")),
      ranking([[5], [6]], group: .named("j2")),
    ])
    #expect(rows.count == 3)
    #expect(rows[0].sequences.map(\.tokens) == [[1, 5], [1, 6], [1, 7]])
    #expect(rows[0].pairs.map { [$0.winner, $0.loser] } == [[0, 1], [0, 2], [1, 2]])
    #expect(rows[1].sequences.map(\.tokens) == [[1, 8], [1, 9]])
  }

  @Test("one name over two prompts gathers each prompt's rows only")
  func otherPrompt() {
    let rows = gathered([
      ranking([[5], [6]], group: .named("j")),
      ranking([[5], [6]], group: .named("j"), prompt: [2]),
    ])
    #expect(rows.count == 2)
  }

  @Test("a preference that two rows of a group state counts twice")
  func repeated() {
    let pair = ranking([[5], [6]], group: .named("j"))
    let rows = gathered([pair, pair])
    #expect(rows.map(\.pairs.count) == [2])
    #expect(rows.map(\.sequences.count) == [2])
  }

  @Test("rows from one line of a file share it")
  func lines() throws {
    let tokenizer = SequenceTokenizer(try tinyTokenizer(), maximumLength: 6)
    let row = Ranking(
      prompt: .text("hi"), completions: [.text("a"), .text("b"), .text("c")], ranks: [1, 2, 3],
      source: RowSource(file: "rows.jsonl", line: 7))
    let pairs = try tokenizer.comparisons(row.comparisons).rows
    #expect(pairs.count == 3)
    #expect(Set(pairs.map(\.group)) == [.row(RowSource(file: "rows.jsonl", line: 7))])
  }
}
