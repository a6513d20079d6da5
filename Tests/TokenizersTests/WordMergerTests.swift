import Testing

@testable import Tokenizers

@Suite("Merging")
struct WordMergerTests {
  /// The obvious way: join the leftmost pair of the lowest rank until none is left.
  private func obviousPieces(of word: [UInt8], _ model: BytePairModel) -> [Int32] {
    guard case .bytes(let byteIDs) = model.alphabet else { return [] }
    var ids = word.map { byteIDs[Int($0)] }
    while true {
      let merges = zip(ids, ids.dropFirst()).enumerated().compactMap { index, pair in
        model.merges[pair.0, pair.1].map { (rank: $0.rank, index: index, result: $0.result) }
      }
      guard let best = merges.min(by: { ($0.rank, $0.index) < ($1.rank, $1.index) }) else {
        return ids
      }
      ids.replaceSubrange(best.index...best.index + 1, with: [best.result])
    }
  }

  @Test("is that of the obvious algorithm", arguments: 1...200)
  func obvious(length: Int) throws {
    guard case .bytePair(let model) = try TokenizerFixture.tokenizer("gpt2").model else {
      Issue.record("GPT-2's is a byte-pair model")
      return
    }
    var generator = SplitMix(state: UInt64(length))
    let letters = Array(" theandrsi1.\n".utf8)
    let word = (0..<length).map { _ in letters[Int(generator.next() % UInt64(letters.count))] }
    var merger = WordMerger()
    let pieces = merger.pieces(of: word[...], in: model)
    #expect(pieces.map(\.id) == obviousPieces(of: word, model))
    #expect(pieces.last.map { Int($0.end) } == length)
  }

  @Test("of one long word takes no quadratic time", .timeLimit(.minutes(1)))
  func longWord() throws {
    let text = String(repeating: "thean", count: 20_000)
    let tokenizer = try TokenizerFixture.tokenizer("gpt2")
    #expect(hasSameBytes(tokenizer.decode(tokenizer.encode(text)), text))
  }

  @Test("prefers a whole word of the vocabulary where the file asks for it")
  func wholeWords() throws {
    var vocabulary: [String: Int] = ["abc": 256]
    let plain = try BytePairTrainer(vocabularySize: 256, specialTokens: []).train(on: [])
    for id in 0..<256 { vocabulary[plain.token(for: id) ?? ""] = id }
    for (ignoresMerges, count) in [(false, 3), (true, 1)] {
      let json = try TokenizerFixture.json(
        model: ["vocab": vocabulary, "ignore_merges": ignoresMerges])
      #expect(try Tokenizer(tokenizerJSON: json).encode("abc").count == count)
    }
  }

  @Test("gives the same in many tasks at once")
  func concurrent() async throws {
    let tokenizer = try TokenizerFixture.tokenizer("llama3")
    let text = try TokenizerFixture.cases("llama3").map(\.text).joined(separator: " ")
    let expected = tokenizer.encode(text)
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 { group.addTask { tokenizer.encode(text) == expected } }
      for await isSame in group { #expect(isSame) }
    }
  }
}

/// A small generator with a seed, SplitMix64.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
