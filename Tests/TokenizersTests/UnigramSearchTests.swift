import Testing

@testable import Tokenizers

@Suite("The most probable tokens")
struct UnigramSearchTests {
  private func model(
    _ tokens: [(String, Double)], spellsUnknown: Bool = false
  ) -> UnigramModel {
    UnigramModel(
      tokens.map { (Array($0.0.utf8), $0.1) }, unknownID: 0, spellsUnknown: spellsUnknown)
  }

  private func pieces(of word: String, in model: UnigramModel) -> [WordPiece] {
    var search = UnigramSearch()
    return search.pieces(of: Array(word.utf8)[...], in: model)
  }

  @Test("are those whose scores add up to the most, by hand")
  func byHand() {
    let model = model([
      ("<unk>", 0), ("a", 0), ("b", 0), ("c", 0), ("d", 0), ("cd", 1), ("ab", 2), ("abc", 5),
      ("abcd", 10),
    ])
    #expect(pieces(of: "abcd", in: model).map(\.id) == [8])
    #expect(pieces(of: "acd", in: model).map(\.id) == [1, 5])
    #expect(pieces(of: "abc", in: model).map(\.id) == [7])
    #expect(pieces(of: "", in: model).isEmpty)
  }

  @Test("are no worse than any other way to cut a word", arguments: 1...12)
  func obvious(length: Int) {
    let tokens = [
      ("<unk>", -20.0), ("a", -3.1), ("b", -2.7), ("ab", -4.4), ("ba", -5.2), ("aab", -6.5),
      ("bbab", -8.8), ("aaaa", -7.3), ("bb", -5.9),
    ]
    let scores = Dictionary(uniqueKeysWithValues: tokens.map { (Array($0.0.utf8), $0.1) })
    let model = model(tokens)
    for pattern in 0..<min(1 << length, 256) {
      let word = (0..<length).map { UInt8(pattern >> $0 & 1 == 0 ? 0x61 : 0x62) }
      var search = UnigramSearch()
      let found = search.pieces(of: word[...], in: model)
      let sum = found.reduce(0) { $0 + model.scores[Int($1.id)] }
      #expect(abs(sum - bestScore(word[...], scores)) < 1e-9, "\(word)")
      #expect(found.first?.start == 0 && found.last.map { Int($0.end) } == length)
    }
  }

  /// The best sum of all ways to cut a word, by trying them all.
  private func bestScore(_ word: ArraySlice<UInt8>, _ scores: [[UInt8]: Double]) -> Double {
    if word.isEmpty { return 0 }
    return (1...min(4, word.count)).compactMap { count in
      scores[Array(word.prefix(count))].map { $0 + bestScore(word.dropFirst(count), scores) }
    }.max() ?? -.infinity
  }

  @Test("take unknown characters side by side as one, or spell out their bytes")
  func unknown() {
    let tokens = [("<unk>", 0.0), ("a", -1), ("<0xC3>", -5), ("<0xA9>", -5)]
    #expect(
      pieces(of: "aééa", in: model(tokens)) == [
        WordPiece(id: 1, start: 0, end: 1), WordPiece(id: 0, start: 1, end: 5),
        WordPiece(id: 1, start: 5, end: 6),
      ])
    let spelled = pieces(of: "aéa", in: model(tokens, spellsUnknown: true))
    #expect(spelled.map(\.id) == [1, 2, 3, 1])
    #expect(spelled[1] == WordPiece(id: 2, start: 1, end: 3))
    // A byte that no token spells leaves the whole run unknown.
    #expect(pieces(of: "éx", in: model(tokens, spellsUnknown: true)).map(\.id) == [0])
  }

  @Test("of one long word take no quadratic time", .timeLimit(.minutes(1)))
  func longWord() {
    let word = String(repeating: "ab🙂", count: 50_000)
    #expect(pieces(of: word, in: model([("<unk>", 0), ("a", -1), ("b", -1)])).count == 150_000)
  }
}
