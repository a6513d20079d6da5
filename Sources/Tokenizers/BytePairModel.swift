/// A byte-pair vocabulary: bytes or characters, and the merges that join them.
struct BytePairModel: Sendable {
  let alphabet: BytePairAlphabet
  let merges: PairTable
  /// The words that are tokens as they stand, whatever the merges say; empty unless asked for.
  let wholeWords: [[UInt8]: Int32]
  /// Stands for what the vocabulary lacks, which vanishes where it is nil.
  let unknownID: Int32?
  /// Whether one unknown token stands for a whole run of what the vocabulary lacks.
  let fusesUnknown: Bool
}

/// Splits words into tokens by merging; keeps its arrays between words.
struct WordMerger {
  private struct Symbol {
    var id: Int32
    var length: Int32
    var previous: Int32
    var next: Int32
  }

  private struct Candidate: Comparable {
    let rank: Int32
    let position: Int32

    static func < (left: Candidate, right: Candidate) -> Bool {
      (left.rank, left.position) < (right.rank, right.position)
    }
  }

  private var symbols: [Symbol] = []
  private var heap = Heap<Candidate>()
  /// The bytes of an unknown token that is still growing.
  private var unknownLength: Int32 = 0
  /// The bytes before the next symbol that no token stands for.
  private var vanishedLength: Int32 = 0

  /// The tokens of a word.
  ///
  /// - Complexity: O(*n* log *n*) in the length of the word.
  mutating func pieces(of word: ArraySlice<UInt8>, in model: BytePairModel) -> [WordPiece] {
    if !model.wholeWords.isEmpty, let id = model.wholeWords[Array(word)] {
      return [WordPiece(id: id, start: 0, end: Int32(word.count))]
    }
    fillSymbols(word, model)
    merge(model.merges)
    var pieces: [WordPiece] = []
    var start: Int32 = 0
    for symbol in symbols where symbol.id >= 0 {
      pieces.append(WordPiece(id: symbol.id, start: start, end: start + symbol.length))
      start += symbol.length
    }
    return pieces
  }

  private mutating func fillSymbols(_ word: ArraySlice<UInt8>, _ model: BytePairModel) {
    symbols.removeAll(keepingCapacity: true)
    (unknownLength, vanishedLength) = (0, 0)
    model.alphabet.forEachSymbol(of: word) { ids, length in
      switch ids {
      case .one(let id):
        endUnknown(model)
        add(id, length)
      case .bytes(let ids):
        // NB: as in `tokenizers`, an unknown token before these is put after them.
        for id in ids { add(id, 1) }
      case .none:
        guard model.unknownID != nil else {
          vanishedLength += length
          return
        }
        if !model.fusesUnknown { endUnknown(model) }
        unknownLength += length
      }
    }
    endUnknown(model)
  }

  private mutating func endUnknown(_ model: BytePairModel) {
    guard unknownLength > 0, let id = model.unknownID else { return }
    add(id, unknownLength)
    unknownLength = 0
  }

  private mutating func add(_ id: Int32, _ length: Int32) {
    let count = Int32(symbols.count)
    symbols.append(
      Symbol(id: id, length: length + vanishedLength, previous: count - 1, next: count + 1))
    vanishedLength = 0
  }

  private mutating func merge(_ merges: PairTable) {
    heap.removeAll()
    for position in symbols.indices.dropLast() {
      propose(Int32(position), merges)
    }
    while let candidate = heap.popLeast() {
      let left = Int(candidate.position)
      let right = Int(symbols[left].next)
      // A candidate is stale once either half has become part of something else.
      guard symbols[left].id >= 0, right < symbols.count,
        let merge = merges[symbols[left].id, symbols[right].id], merge.rank == candidate.rank
      else { continue }
      join(left, right, as: merge.result)
      if symbols[left].previous >= 0 { propose(symbols[left].previous, merges) }
      propose(Int32(left), merges)
    }
  }

  private mutating func propose(_ position: Int32, _ merges: PairTable) {
    let symbol = symbols[Int(position)]
    guard symbol.next < symbols.count,
      let merge = merges[symbol.id, symbols[Int(symbol.next)].id]
    else { return }
    heap.push(Candidate(rank: merge.rank, position: position))
  }

  private mutating func join(_ left: Int, _ right: Int, as result: Int32) {
    symbols[left].id = result
    symbols[left].length += symbols[right].length
    symbols[left].next = symbols[right].next
    symbols[right].id = -1
    let next = Int(symbols[right].next)
    if next < symbols.count { symbols[next].previous = Int32(left) }
  }
}
