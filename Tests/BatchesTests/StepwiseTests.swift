import Batches
import Datasets
import Testing
import Tokenizers

@Suite("Steps as ids")
struct StepwiseTests {
  private func sequence(
    _ steps: [String], maximumLength: Int = 64, separator: String = "\n"
  ) throws -> (StepwiseSequence, Tokenizer) {
    let tokenizer = try tinyTokenizer(beginsTexts: true)
    let row = StepwiseCompletion(
      prompt: .text("Q:"), steps: steps, labels: steps.map { $0 != "b" })
    let sequences = SequenceTokenizer(tokenizer, maximumLength: maximumLength)
    return (try sequences.stepwise(row, separator: separator), tokenizer)
  }

  @Test("end each with the separator, whose place is judged")
  func ends() throws {
    let (row, tokenizer) = try sequence(["a", "b", "cd"])
    #expect(tokenizer.decode(row.sequence.tokens, skippingSpecialTokens: true) == "Q:a\nb\ncd\n")
    #expect(row.sequence.completionStart == 3, "the prompt begins the text")
    #expect(row.ends == [4, 6, 9])
    #expect(row.labels == [true, false, true])
  }

  @Test("have the same ids whatever follows them")
  func independence() throws {
    // ‘ab’ is one token, but not across two steps.
    let (row, _) = try sequence(["xa", "by"], separator: "-")
    let (first, _) = try sequence(["xa"], separator: "-")
    #expect(row.sequence.tokens.starts(with: first.sequence.tokens))
  }

  @Test("that do not fit are left out whole, and a row of none is refused")
  func length() throws {
    let (row, _) = try sequence(["a", "b", "cd"], maximumLength: 9)
    #expect(row.ends == [4, 6] && row.labels == [true, false])
    #expect(row.sequence.tokens.count == 7)
    #expect(throws: BatchError.self) { try sequence(["abcabc"], maximumLength: 5) }
  }
}
