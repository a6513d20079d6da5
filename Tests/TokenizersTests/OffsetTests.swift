import Testing
import Tokenizers

@Suite("Offsets")
struct OffsetTests {
  @Test(
    "cover the text without gaps where nothing is normalized",
    arguments: ["gpt2", "llama3", "prefixed", "digits"])
  func covering(name: String) throws {
    let tokenizer = try TokenizerFixture.tokenizer(name)
    for golden in try TokenizerFixture.cases(name) {
      let encoding = tokenizer.encodeWithOffsets(golden.text)
      var end = 0
      for range in encoding.offsets {
        // The space that “prefixed” adds counts as made from the character after it.
        if name != "prefixed" { #expect(range.lowerBound == end, "\(golden.testDescription)") }
        #expect(range.lowerBound <= end, "\(golden.testDescription)")
        end = range.upperBound
      }
      #expect(end == golden.text.utf8.count, "\(golden.testDescription)")
    }
  }

  @Test("cut a character of several tokens at its bytes")
  func partsOfCharacter() throws {
    let tokenizer = try BytePairTrainer(vocabularySize: 256, specialTokens: []).train(on: [])
    #expect(tokenizer.encodeWithOffsets("a🙂").offsets == [0..<1, 1..<2, 2..<3, 3..<4, 4..<5])
  }

  @Test("lie in the original where a normalizer changes the text")
  func normalized() throws {
    let tokenizer = try TokenizerFixture.tokenizer("qwen3")
    let encoding = tokenizer.encodeWithOffsets("xe\u{301}y")
    // The accent, two bytes, joins the e; as in `tokenizers`, only the e counts as the source.
    #expect(encoding.offsets.first == 0..<1)
    #expect(encoding.offsets.last == 4..<5)
    #expect(encoding.offsets.dropFirst().dropLast().allSatisfy { $0 == 1..<2 })
  }

  @Test("of tokens put around the text are empty and at its ends")
  func surrounding() throws {
    let before = try TokenizerFixture.tokenizer("llama3")
    #expect(before.encodeWithOffsets("a", addingSpecialTokens: true).offsets == [0..<0, 0..<1])
    let after = try TokenizerFixture.tokenizer("digits")
    #expect(after.encodeWithOffsets("a", addingSpecialTokens: true).offsets == [0..<1])
    let prefixed = try TokenizerFixture.tokenizer("prefixed")
    #expect(prefixed.encodeWithOffsets("a", addingSpecialTokens: true).offsets.last == 1..<1)
  }
}
