import Testing
import Torch

@testable import Batches

@Suite("Packed batches")
struct PackingTests {
  private func document(_ count: Int, _ name: Int, from start: Int = 1) -> TokenizedSequence {
    TokenizedSequence(tokens: (0..<count).map { 100 * name + $0 }, completionStart: start)
  }

  @Test("put the longest first, into the fullest row where each fits")
  func bestFit() {
    // 7 and 6 open rows; 3 fits beside both and fills up the one of 7; 2 and 1 join 6.
    let documents = [2, 7, 3, 6, 1].enumerated().map { document($1, $0) }
    let found = packed(documents, intoRowsOf: 10).map { $0.map(\.tokens.count) }
    #expect(found == [[2, 6, 1], [7, 3]])
  }

  @Test("take as few rows as there must be where documents fill them exactly")
  func exact() {
    let documents = [5, 5, 4, 6, 10, 3, 7].enumerated().map { document($1, $0) }
    #expect(packed(documents, intoRowsOf: 10).count == 4)
  }

  @Test("keep every document once and whole", arguments: [16, 40, 97])
  func nothingLost(length: Int) {
    let documents = (0..<200).map { document(1 + ($0 * 37 + 11) % 16, $0) }
    let found = packed(documents, intoRowsOf: length)
    let counts = { (rows: [TokenizedSequence]) in rows.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
    #expect(counts(found.flatMap { $0 }) == counts(documents))
    #expect(found.allSatisfy { $0.reduce(0) { $0 + $1.tokens.count } <= length })
    #expect(found.allSatisfy { !$0.isEmpty })
    // Best fit decreasing never takes more than 11/9 of the fewest, plus 4.
    let fewest = Double(documents.reduce(0) { $0 + $1.tokens.count }) / Double(length)
    #expect(Double(found.count) <= fewest * 11 / 9 + 4)
  }

  @Test("nothing gives no rows")
  func nothing() {
    #expect(packed([], intoRowsOf: 8).isEmpty)
  }

  private let batch = SequenceBatch(
    packing: [
      [
        TokenizedSequence(tokens: [11, 12, 13], completionStart: 1),
        TokenizedSequence(tokens: [21, 22], completionStart: 0),
      ], [TokenizedSequence(tokens: [31, 32, 33, 34], completionStart: 2)],
    ], paddedWith: 9)

  @Test("stand behind one another, positions anew in each")
  func layout() {
    #expect(rows(batch.tokens) == [[11, 12, 13, 21, 22], [31, 32, 33, 34, 9]])
    #expect(rows(batch.positions) == [[0, 1, 2, 0, 1], [0, 1, 2, 3, 0]])
    #expect(rows(batch.isReal) == [[1, 1, 1, 1, 1], [1, 1, 1, 1, 0]])
    #expect(batch.lengths == [5, 4])
    #expect(batch.tokenCount == 9)
  }

  @Test("never learn the first token of a document")
  func firstTokens() {
    // The second document is all completion, but nothing of its own stands before its first token.
    #expect(rows(batch.isCompletion) == [[0, 1, 1, 0, 1], [0, 0, 1, 1, 0]])
  }

  private func attends(_ batch: SequenceBatch) throws -> Tensor {
    guard case .allowed(let attends) = batch.attention else {
      throw Complaint(description: "packed rows need a mask")
    }
    return attends
  }

  struct Complaint: Error { let description: String }

  @Test("see their own document up to themselves and nothing else")
  func mask() throws {
    let attends = try attends(batch)
    #expect(attends.shape == [2, 1, 5, 5])
    #expect(
      rows(attends.reshaped([10, 5])) == [
        [1, 0, 0, 0, 0], [1, 1, 0, 0, 0], [1, 1, 1, 0, 0], [0, 0, 0, 1, 0], [0, 0, 0, 1, 1],
        [1, 0, 0, 0, 0], [1, 1, 0, 0, 0], [1, 1, 1, 0, 0], [1, 1, 1, 1, 0], [0, 0, 0, 0, 1],
      ])
  }

  @Test("every token sees one slot more than its position says")
  func law() throws {
    let documents = (0..<60).map { document(1 + ($0 * 29 + 3) % 20, $0) }
    let batch = SequenceBatch(packing: packed(documents, intoRowsOf: 32))
    let seen = try attends(batch).to(.int64).sum(along: -1).squeezed(1)
    let isDue = !batch.isReal .|| (seen .== (batch.positions + Tensor([1])))
    #expect(isDue.all().array(Bool.self) == [true])
    #expect(
      Int(batch.isReal.to(.int64).sum().value) == documents.reduce(0) { $0 + $1.tokens.count })
  }
}
