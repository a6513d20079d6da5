/// Writes spaces as a visible mark, as SentencePiece does, and starts a word at each.
struct Metaspace: Sendable {
  /// Which words get a mark before them that have none.
  enum Prefix: String, Sendable {
    case always, first, never
  }

  static let usualMark = Array("\u{2581}".utf8)

  let mark: [UInt8]
  let prefix: Prefix
  let splits: Bool

  /// The words of a text in which spaces are marks.
  func words(of text: inout AlignedText, _ words: [Range<Int>]) -> [Range<Int>] {
    let marked = text.rewrite(words) { old, word, output in
      guard let first = word.first else { return }
      let isMarked = old.bytes[first] == 0x20 || old.bytes[word].starts(with: mark)
      if !isMarked, wantsMark(word, in: old) {
        let source = old.source(of: first..<old.scalarEnd(first))
        for byte in mark { output.append(byte, source) }
      }
      for index in word {
        let source = old.source(of: index..<index + 1)
        if old.bytes[index] == 0x20 {
          for byte in mark { output.append(byte, source) }
        } else {
          output.append(old.bytes[index], source)
        }
      }
    }
    guard splits else { return marked }
    let step = PreTokenizer.Step.split(.literal(mark), .mergedWithNext, isInverted: false)
    return step.words(of: text, marked)
  }

  private func wantsMark(_ word: Range<Int>, in text: AlignedText) -> Bool {
    switch prefix {
    case .always: true
    case .first: text.source(of: word).lowerBound == 0
    case .never: false
    }
  }
}
