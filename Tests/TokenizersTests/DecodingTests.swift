import Foundation
import Testing
import Tokenizers

@Suite("Decoding")
struct DecodingTests {
  private struct GoldenIDs: Decodable {
    let ids: [Int]
    let decoded: String
    let skipped: String
  }

  private func goldenIDs() throws -> [GoldenIDs] {
    try TokenizerFixture.lines(TokenizerFixture.folder.appendingPathComponent("decode.jsonl"))
  }

  @Test("bytes that are no character become U+FFFD as in `tokenizers`")
  func invalid() throws {
    let tokenizer = try TokenizerFixture.tokenizer("gpt2")
    for golden in try goldenIDs() {
      #expect(hasSameBytes(tokenizer.decode(golden.ids), golden.decoded), "\(golden.ids)")
      let skipped = tokenizer.decode(golden.ids, skippingSpecialTokens: true)
      #expect(hasSameBytes(skipped, golden.skipped), "\(golden.ids)")
    }
  }

  @Test("a stream gives what decoding at once gives")
  func streamed() throws {
    let tokenizer = try TokenizerFixture.tokenizer("gpt2")
    for golden in try goldenIDs() {
      var decoder = StreamingDecoder(tokenizer)
      let streamed = golden.ids.map { decoder.append($0) }.joined() + decoder.finish()
      #expect(hasSameBytes(streamed, golden.skipped), "\(golden.ids)")
    }
  }

  @Test(
    "ids in any order decode as in `tokenizers`, at once and in a stream",
    arguments: TokenizerFixture.sentencePieceNames)
  func anyOrder(name: String) throws {
    let tokenizer = try TokenizerFixture.tokenizer(name)
    let file = TokenizerFixture.folder.appendingPathComponent("\(name)/decode.jsonl")
    let cases = try TokenizerFixture.lines(file, as: GoldenIDs.self)
    #expect(cases.count >= 60)
    for golden in cases {
      #expect(hasSameBytes(tokenizer.decode(golden.ids), golden.decoded), "\(golden.ids)")
      var decoder = StreamingDecoder(tokenizer)
      let streamed = golden.ids.map { decoder.append($0) }.joined() + decoder.finish()
      #expect(hasSameBytes(streamed, golden.skipped), "\(golden.ids)")
    }
  }

  @Test("a stream holds back a character until it is whole")
  func heldBack() throws {
    let tokenizer = try BytePairTrainer(vocabularySize: 256, specialTokens: []).train(on: [])
    var decoder = StreamingDecoder(tokenizer)
    #expect(tokenizer.encode("é🙂").map { decoder.append($0) } == ["", "é", "", "", "", "🙂"])
    #expect(decoder.finish() == "")
    let unfinished = tokenizer.encode("🙂").prefix(3)
    #expect(unfinished.map { decoder.append($0) } == ["", "", ""])
    #expect(decoder.finish() == "\u{FFFD}")
    #expect(decoder.finish() == "")
  }

  @Test("a stream does not wait where no byte can make a character")
  func notHeldBack() throws {
    let tokenizer = try BytePairTrainer(vocabularySize: 256, specialTokens: []).train(on: [])
    // A surrogate would start so, and the letters are how the byte alphabet writes ED and A0.
    let bytes = ["í", "ł"].compactMap { tokenizer.id(for: $0) }
    var decoder = StreamingDecoder(tokenizer)
    #expect(bytes.map { decoder.append($0) } == ["", "\u{FFFD}\u{FFFD}"])
  }

  @Test("ids that no token has vanish")
  func unknown() throws {
    let tokenizer = try TokenizerFixture.tokenizer("gpt2")
    #expect(tokenizer.decode([-1, 1_000_000]) == "")
    #expect(tokenizer.token(for: -1) == nil)
    #expect(tokenizer.token(for: tokenizer.vocabularySize) == nil)
  }

  @Test("tokens of canonically equivalent texts stay apart")
  func equivalent() throws {
    let tokens = ["e\u{301}", "\u{E9}\u{E9}"].enumerated().map { index, content -> [String: Any] in
      ["id": 300 + index, "content": content, "normalized": false, "special": false]
    }
    let json = try TokenizerFixture.json(fields: ["added_tokens": tokens])
    let tokenizer = try Tokenizer(tokenizerJSON: json)
    #expect(tokenizer.id(for: "e\u{301}") == 300)
    #expect(tokenizer.id(for: "e\u{301}e\u{301}") == nil)
    #expect(tokenizer.id(for: "\u{E9}\u{E9}") == 301)
    #expect(tokenizer.encode("e\u{301}\u{E9}\u{E9}") == [300, 301])
  }
}
