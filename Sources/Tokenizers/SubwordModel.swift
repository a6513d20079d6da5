/// How a tokenizer splits a word into tokens.
enum SubwordModel: Sendable {
  /// Joins pairs of tokens, those learned first before the others.
  case bytePair(BytePairModel)
  /// Finds the most probable row of tokens.
  case unigram(UnigramModel)
}

/// A token of a word, and the part of the word it stands for, in bytes from the word's start.
struct WordPiece: Equatable, Sendable {
  var id: Int32
  var start: Int32
  var end: Int32
}

/// Splits words into tokens; keeps its arrays between words.
struct WordSplitter {
  private var merger = WordMerger()
  private var search = UnigramSearch()

  /// The tokens of a word.
  mutating func pieces(of word: ArraySlice<UInt8>, in model: SubwordModel) -> [WordPiece] {
    switch model {
    case .bytePair(let model): merger.pieces(of: word, in: model)
    case .unigram(let model): search.pieces(of: word, in: model)
    }
  }
}
