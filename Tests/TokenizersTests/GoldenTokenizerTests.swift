import Foundation
import Testing
import Tokenizers

@Suite("Against `tokenizers`")
struct GoldenTokenizerTests {
  @Test("hostile texts get the same ids", arguments: TokenizerFixture.names)
  func ids(name: String) throws {
    let tokenizer = try TokenizerFixture.tokenizer(name)
    let cases = try TokenizerFixture.cases(name)
    #expect(cases.count > 100)
    for golden in cases {
      let ids = tokenizer.encode(golden.text, addingSpecialTokens: golden.special ?? false)
      #expect(ids == golden.ids, "\(golden.testDescription)")
    }
  }

  @Test("hostile texts get the same offsets", arguments: TokenizerFixture.names)
  func offsets(name: String) throws {
    let tokenizer = try TokenizerFixture.tokenizer(name)
    for golden in try TokenizerFixture.cases(name) {
      let encoding = tokenizer.encodeWithOffsets(
        golden.text, addingSpecialTokens: golden.special ?? false)
      #expect(encoding.ids == golden.ids, "\(golden.testDescription)")
      #expect(golden.scalarOffsets(of: encoding) == golden.offsets, "\(golden.testDescription)")
    }
  }

  @Test("ids decode to the same bytes, at once and in a stream", arguments: TokenizerFixture.names)
  func decoded(name: String) throws {
    let tokenizer = try TokenizerFixture.tokenizer(name)
    for golden in try TokenizerFixture.cases(name) {
      #expect(
        hasSameBytes(tokenizer.decode(golden.ids), golden.decoded), "\(golden.testDescription)")
      var decoder = StreamingDecoder(tokenizer, skippingSpecialTokens: false)
      let streamed = golden.ids.map { decoder.append($0) }.joined() + decoder.finish()
      #expect(hasSameBytes(streamed, golden.decoded), "\(golden.testDescription)")
    }
  }

  @Test(
    "the tokenizer of the shared models agrees",
    .enabled(if: TokenizerFixture.hasShared, "the shared folder is not here"))
  func sharedTokenizer() throws {
    let shared = TokenizerFixture.shared
    let tokenizer = try Tokenizer(folder: shared.appendingPathComponent("tokenizer"))
    let file = shared.appendingPathComponent("cases/tokenizer.jsonl")
    let cases = try TokenizerFixture.lines(file, as: GoldenCase.self)
    #expect(!cases.isEmpty)
    for golden in cases {
      #expect(tokenizer.encode(golden.text) == golden.ids, "\(golden.testDescription)")
      #expect(
        hasSameBytes(tokenizer.decode(golden.ids), golden.decoded), "\(golden.testDescription)")
    }
    #expect(tokenizer.vocabularySize == 4096)
    #expect(tokenizer.endOfText == 0)
    #expect(tokenizer.padding == 1)
    #expect(tokenizer.beginningOfText == nil)
    #expect(tokenizer.specialTokenIDs == [0, 1, 2, 3])
  }
}
