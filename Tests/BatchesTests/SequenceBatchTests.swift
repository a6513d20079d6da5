import Datasets
import Testing
import Torch

@testable import Batches

@Suite("Padded batches")
struct SequenceBatchTests {
  private let short = TokenizedSequence(
    tokens: [11, 12, 13], completionStart: 1, source: RowSource(file: "f", line: 1))
  private let long = TokenizedSequence(
    tokens: [21, 22, 23, 24, 25], completionStart: 3, source: RowSource(file: "f", line: 2))

  @Test("are padded on the right to the longest row")
  func padding() {
    let batch = SequenceBatch([short, long], paddedWith: 9)
    #expect(rows(batch.tokens) == [[11, 12, 13, 9, 9], [21, 22, 23, 24, 25]])
    #expect(rows(batch.positions) == [[0, 1, 2, 3, 4], [0, 1, 2, 3, 4]])
    #expect(rows(batch.isReal) == [[1, 1, 1, 0, 0], [1, 1, 1, 1, 1]])
    #expect(rows(batch.isCompletion) == [[0, 1, 1, 0, 0], [0, 0, 0, 1, 1]])
    #expect(batch.lengths == [3, 5])
    #expect(batch.lastIndices.integers == [2, 4])
    #expect(batch.tokenCount == 8)
    #expect(batch.sources.map(\.line) == [1, 2])
  }

  @Test("reach a multiple where one is asked for", arguments: [(1, 5), (4, 8), (5, 5), (64, 64)])
  func multiple(multiple: Int, width: Int) {
    let batch = SequenceBatch([short, long], toMultipleOf: multiple)
    #expect(batch.tokens.shape == [2, width])
    #expect(batch.isReal.shape == [2, width])
    #expect(batch.isCompletion.shape == [2, width])
    #expect(batch.isReal.to(.int64).sum().value == 8)
    #expect(batch.isCompletion.to(.int64).sum().value == 4)
  }

  @Test("take the same id for a token and for padding without confusing them")
  func samePadding() {
    let ended = TokenizedSequence(tokens: [0, 7, 0], completionStart: 1)
    let batch = SequenceBatch([ended, long], paddedWith: 0)
    #expect(rows(batch.isReal)[0] == [1, 1, 1, 0, 0])
    #expect(rows(batch.isCompletion)[0] == [0, 1, 1, 0, 0])
    #expect(batch.lastIndices.integers == [2, 4])
  }
}

@Suite("Prompts in a row")
struct PromptBatchTests {
  @Test("stand there without padding, shorter ones first, and each knows where it ends")
  func order() {
    let batch = PromptBatch([[5, 6], [7, 8, 9, 10], [3], [1, 2]])
    #expect(rows(batch.tokens) == [[3, 5, 6, 1, 2, 7, 8, 9, 10]])
    #expect(rows(batch.positions) == [[0, 0, 1, 0, 1, 0, 1, 2, 3]])
    #expect(batch.order == [2, 0, 3, 1])
    #expect(batch.lengths == [2, 4, 1, 2])
    #expect(batch.lastIndices.integers == [2, 8, 0, 4])
    guard case .texts(let layout) = batch.attention else {
      Issue.record("\(batch.attention)")
      return
    }
    #expect(
      layout.parts == [
        .alike(count: 1, length: 1), .alike(count: 2, length: 2), .alike(count: 1, length: 4),
      ])
  }
}
