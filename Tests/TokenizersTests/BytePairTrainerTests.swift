import Foundation
import Testing
import Tokenizers

@Suite("Training a tokenizer")
struct BytePairTrainerTests {
  /// The vocabulary as pairs: as keys of a dictionary, tokens could be taken for one another.
  private struct Trained: Decodable {
    let corpus: [String]
    let vocab: [String: Int]
    let merges: [[String]]
  }

  private func trained() throws -> Trained {
    let file = TokenizerFixture.folder.appendingPathComponent("trained.json")
    return try JSONDecoder().decode(Trained.self, from: Data(contentsOf: file))
  }

  private static let specialTokens = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]

  @Test("learns what `tokenizers` learns from the same text")
  func golden() throws {
    let golden = try trained()
    let trainer = BytePairTrainer(
      vocabularySize: 700, specialTokens: BytePairTrainerTests.specialTokens)
    let tokenizer = try trainer.train(on: golden.corpus)
    #expect(tokenizer.vocabularySize == 700)
    #expect(golden.vocab.allSatisfy { tokenizer.id(for: $0.key) == $0.value })
    let merges = try TokenizerFixture.withTemporaryFolder { folder in
      try tokenizer.save(to: folder)
      let data = try Data(contentsOf: folder.appendingPathComponent("tokenizer.json"))
      let root = try JSONSerialization.jsonObject(with: data) as? [String: Any]
      return (root?["model"] as? [String: Any])?["merges"] as? [[String]]
    }
    #expect(merges == golden.merges)
  }

  @Test("joins the most frequent pair first, by hand")
  func byHand() throws {
    let trainer = BytePairTrainer(vocabularySize: 259, specialTokens: ["<end>"])
    let tokenizer = try trainer.train(on: ["abcabc", "abc", "bc"])
    // “bc” stands 4 times, “ab” and then “a”+“bc” 3 times.
    #expect(tokenizer.token(for: 257) == "bc")
    #expect(tokenizer.token(for: 258) == "abc")
    #expect(tokenizer.encode("abcb<end>").count == 3)
    #expect(tokenizer.specialTokenIDs == [0])
  }

  @Test("stops where no pair is left, or none is frequent enough")
  func stopping() throws {
    let all = BytePairTrainer(vocabularySize: 10_000, specialTokens: [])
    #expect(try all.train(on: ["abab"]).vocabularySize == 258)
    let frequent = BytePairTrainer(
      vocabularySize: 10_000, specialTokens: [], minimumPairCount: 2)
    #expect(try frequent.train(on: ["abab"]).vocabularySize == 257)
  }

  @Test("refuses a vocabulary too small for the bytes")
  func tooSmall() {
    let trainer = BytePairTrainer(vocabularySize: 256, specialTokens: ["<end>"])
    #expect(throws: TokenizerError.vocabularyTooSmall(size: 256, minimum: 257)) {
      try trainer.train(on: ["text"])
    }
  }

  @Test("keeps special tokens of any text", arguments: ["\"\\", "\n\u{1}", "é", "<🙂>"])
  func specialTokens(token: String) throws {
    let trainer = BytePairTrainer(vocabularySize: 260, specialTokens: [token, token])
    let tokenizer = try trainer.train(on: [])
    #expect(tokenizer.encode("a\(token)b").contains(0))
    #expect(tokenizer.token(for: 0).map { hasSameBytes($0, token) } == true)
    #expect(tokenizer.specialTokenIDs == [0])
  }

  @Test("takes special tokens and a template afterwards, and keeps them when saved")
  func configured() throws {
    let trainer = BytePairTrainer(vocabularySize: 300, specialTokens: ["<s>", "</s>", "<pad>"])
    let plain = try trainer.train(on: ["some text"])
    #expect(plain.endOfText == nil)
    let tokenizer = try plain.configured(
      beginningOfText: "<s>", endOfText: "</s>", padding: "<pad>", chatTemplate: "{{ bos_token }}")
    let read = try TokenizerFixture.withTemporaryFolder { folder in
      try tokenizer.save(to: folder)
      return try Tokenizer(folder: folder)
    }
    for tokenizer in [tokenizer, read] {
      #expect(tokenizer.beginningOfText == 0)
      #expect(tokenizer.endOfText == 1)
      #expect(tokenizer.padding == 2)
      #expect(tokenizer.chatTemplateSource == "{{ bos_token }}")
      #expect(tokenizer.specialTokens["eos_token"] == "</s>")
    }
    #expect(throws: TokenizerError.unknownToken("<none>")) {
      try plain.configured(endOfText: "<none>")
    }
  }
}
