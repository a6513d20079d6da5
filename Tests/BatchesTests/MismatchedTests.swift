import Batches
import Testing

@Suite("Mismatched completions")
struct MismatchedTests {
  @Test("stand behind the prompt of the next row, cut to the longest row")
  func rotation() {
    let rows = [
      TokenizedSequence(tokens: [1, 2, 3, 4], completionStart: 1),
      TokenizedSequence(tokens: [5, 6, 7], completionStart: 2),
      TokenizedSequence(tokens: [8, 9], completionStart: 1),
    ]
    #expect(mismatched(rows).map(\.tokens) == [[1, 9], [5, 6, 2, 3], [8, 7]])
    #expect(mismatched(rows).map(\.completionStart) == [1, 2, 1])
    #expect(mismatched([]).isEmpty)
  }
}
