import Datasets
import Testing
import Tokenizers

@testable import Batches

@Suite("Files as tokens")
struct RowTokenizingTests {
  private func tokenizer() throws -> SequenceTokenizer {
    SequenceTokenizer(try tinyTokenizer(), maximumLength: 6)
  }

  private func source(_ line: Int) -> RowSource { RowSource(file: "rows.jsonl", line: line) }

  private var demonstrations: [Demonstration] {
    [("hi", "you"), ("too long a prompt", "x"), ("a", ""), ("ok", "fine, thanks")].enumerated().map
    {
      Demonstration(
        prompt: .text($1.0), completion: .text($1.1), source: source($0 + 1))
    }
  }

  @Test("a bad row stops the reading, with its place")
  func refused() throws {
    let tokenizer = try tokenizer()
    let found = complaint { _ = try tokenizer.sequences(demonstrations) }
    #expect(found.hasPrefix("rows.jsonl:2: the prompt has 17 tokens"))
  }

  @Test("bad rows are left out and listed where that is asked for")
  func skipped() throws {
    let loaded = try tokenizer().sequences(demonstrations, badRows: .skip)
    #expect(loaded.rows.map(\.source) == [source(1), source(4)])
    #expect(loaded.rows.map(\.tokens.count) == [6, 6])
    #expect(loaded.skipped.map(\.source) == [source(2), source(3)])
    #expect(loaded.skipped.allSatisfy { $0.reason.contains("tokens") })
  }

  @Test("several threads give what one gives, in the order of the rows", arguments: [1, 3, 5000])
  func threads(count: Int) throws {
    let rows = (0..<2500).map { index in
      // Every seventh has a prompt that is too long.
      Demonstration(
        prompt: .text(index % 7 == 3 ? "too long" : "\(index)"), completion: .text("y"),
        source: source(index + 1))
    }
    let tokenizer = SequenceTokenizer(try tinyTokenizer(), maximumLength: 6, threads: count)
    let loaded = try tokenizer.sequences(rows, badRows: .skip)
    let good = rows.indices.filter { $0 % 7 != 3 }
    #expect(loaded.rows.map(\.source) == good.map { source($0 + 1) })
    #expect(
      loaded.rows.map(\.tokens)
        == (try good.map {
          try tokenizer.sequence(prompt: rows[$0].prompt, completion: .text("y")).tokens
        }))
    #expect(
      loaded.skipped.map(\.source) == rows.indices.filter { $0 % 7 == 3 }.map { source($0 + 1) })
    #expect(complaint { _ = try tokenizer.sequences(rows) }.hasPrefix("rows.jsonl:4: "))
  }

  @Test("both completions of a comparison come after the same prompt")
  func comparisons() throws {
    let row = Comparison(
      prompt: .text("hi"), chosen: .text("yes"), rejected: .text("n"), source: source(3))
    let pair = try #require(tokenizer().comparisons([row]).rows.first)
    #expect(pair.chosen.prompt == pair.rejected.prompt)
    #expect(pair.chosen.completion.count == 4)
    #expect(pair.rejected.completion.count == 2)
    #expect(pair.chosen.source == source(3))
  }

  @Test("a comparison with one bad completion is left out whole")
  func badComparison() throws {
    let row = Comparison(
      prompt: .text("hi"), chosen: .text("yes"), rejected: .text(""), source: source(3))
    let loaded = try tokenizer().comparisons([row], badRows: .skip)
    #expect(loaded.rows.isEmpty)
    #expect(loaded.skipped.map(\.source) == [source(3)])
  }

  @Test("a ranking gives all pairs that are not tied, with its margin")
  func rankings() throws {
    let row = Ranking(
      prompt: .text("hi"), completions: [.text("a"), .text("b"), .text("c")], ranks: [2, 1, 2],
      margin: 0.5, source: source(4))
    let ranking = try #require(tokenizer().rankings([row]).rows.first)
    #expect(ranking.pairs.map { [$0.winner, $0.loser] } == [[1, 0], [1, 2]])
    #expect(ranking.pairs.map(\.margin) == [0.5, 0.5])
    #expect(ranking.sequences.map { Array($0.completion).count } == [2, 2, 2])
  }

  @Test("a prompt keeps its row")
  func prompts() throws {
    let row = Prompt(.text("hi"), source: source(5), columns: ["answer": "42"])
    let prompt = try #require(tokenizer().prompts([row]).rows.first)
    #expect(prompt.tokens.count == 2)
    #expect(prompt.prompt.columns == ["answer": "42"])
    let long = Prompt(.text("six or more"), source: source(6))
    #expect(throws: BatchError.self) { try tokenizer().prompts([row, long]) }
    #expect(try tokenizer().prompts([long, row], badRows: .skip).rows.count == 1)
  }
}
