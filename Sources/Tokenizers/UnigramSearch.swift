/// Finds the most probable tokens of words; keeps its arrays between words.
struct UnigramSearch {
  /// The best row of tokens that ends at a place: its last token, and where that starts.
  private struct Step {
    var id: Int32 = 0
    var start: Int32 = -1
    var score = 0.0
  }

  private var steps: [Step] = []

  /// The tokens of a word: of all ways to cut it, the one whose scores add up to the most
  /// (Viterbi's algorithm); of equals, the one found first.
  ///
  /// - Complexity: O(*n*) in the length of the word, times the length of the longest token.
  mutating func pieces(of word: ArraySlice<UInt8>, in model: UnigramModel) -> [WordPiece] {
    word.withUnsafeBufferPointer { bytes in
      fillSteps(bytes, model)
      return pieces(of: bytes, model)
    }
  }

  private mutating func fillSteps(_ word: UnsafeBufferPointer<UInt8>, _ model: UnigramModel) {
    steps.removeAll(keepingCapacity: true)
    steps.append(contentsOf: repeatElement(Step(), count: word.count + 1))
    let text = UTF8Cursor(bytes: word)
    var start = 0
    while start < word.count {
      let score = steps[start].score
      let characterEnd = text.scalar(at: start).end
      var isCharacterKnown = false
      model.trie.forEachPrefix(of: word, from: start) { id, end in
        isCharacterKnown = isCharacterKnown || end == characterEnd
        offer(id, start, end, model.scores[Int(id)] + score)
      }
      if !isCharacterKnown {
        offer(model.unknownID, start, characterEnd, model.unknownScore + score)
      }
      start = characterEnd
    }
  }

  private mutating func offer(_ id: Int32, _ start: Int, _ end: Int, _ score: Double) {
    guard steps[end].start < 0 || score > steps[end].score else { return }
    steps[end] = Step(id: id, start: Int32(start), score: score)
  }

  /// Follows the steps back from the end; unknown characters side by side are one token.
  private func pieces(
    of word: UnsafeBufferPointer<UInt8>, _ model: UnigramModel
  ) -> [WordPiece] {
    var cuts: [WordPiece] = []
    var end = Int32(word.count)
    while end > 0 {
      let step = steps[Int(end)]
      if step.id == model.unknownID, let last = cuts.last, last.id == step.id {
        cuts[cuts.count - 1].start = step.start
      } else {
        cuts.append(WordPiece(id: step.id, start: step.start, end: end))
      }
      end = step.start
    }
    return cuts.reversed().flatMap { cut in
      cut.id == model.unknownID ? spelled(cut, word, model) : [cut]
    }
  }

  /// The tokens of a run of unknown characters: the token that happens to be the whole of it, or
  /// those of its bytes where the vocabulary has them all, or the unknown token.
  private func spelled(
    _ cut: WordPiece, _ word: UnsafeBufferPointer<UInt8>, _ model: UnigramModel
  ) -> [WordPiece] {
    let bytes = word[Int(cut.start)..<Int(cut.end)]
    if let id = model.ids[Array(bytes)] {
      return [WordPiece(id: id, start: cut.start, end: cut.end)]
    }
    guard let byteIDs = model.byteIDs else { return [cut] }
    let ids = bytes.map { byteIDs[Int($0)] }
    guard !ids.contains(-1) else { return [cut] }
    return ids.map { WordPiece(id: $0, start: cut.start, end: cut.end) }
  }
}
