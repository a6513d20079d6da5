/// A byte-level byte-pair vocabulary: bytes, and the merges that join them.
struct BytePairModel: Sendable {
  /// The token of each byte, −1 where the vocabulary lacks it.
  let byteIDs: [Int32]
  let merges: PairTable
  /// The words that are tokens as they stand, whatever the merges say; empty unless asked for.
  let wholeWords: [[UInt8]: Int32]
  /// Stands for bytes that the vocabulary lacks; they vanish where it is nil.
  let unknownID: Int32?
  /// Whether one unknown token stands for a whole run of such bytes.
  let fusesUnknown: Bool
}

/// A token of a word, and where it ends, in bytes from the start of the word.
struct WordPiece: Equatable, Sendable {
  var id: Int32
  var end: Int32
}

/// Splits words into tokens; keeps its arrays between words.
struct WordMerger {
  private struct Symbol {
    var id: Int32
    var end: Int32
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

  /// The tokens of a word.
  ///
  /// - Complexity: O(*n* log *n*) in the length of the word.
  mutating func pieces(of word: ArraySlice<UInt8>, in model: BytePairModel) -> [WordPiece] {
    if !model.wholeWords.isEmpty, let id = model.wholeWords[Array(word)] {
      return [WordPiece(id: id, end: Int32(word.count))]
    }
    fillSymbols(word, model)
    merge(model.merges)
    return symbols.compactMap { symbol in
      symbol.id < 0 ? nil : WordPiece(id: symbol.id, end: symbol.end)
    }
  }

  private mutating func fillSymbols(_ word: ArraySlice<UInt8>, _ model: BytePairModel) {
    symbols.removeAll(keepingCapacity: true)
    var lastIsUnknown = false
    for (index, byte) in word.enumerated() {
      let known = model.byteIDs[Int(byte)]
      guard let id = known >= 0 ? known : model.unknownID else { continue }
      let end = Int32(index + 1)
      if known < 0, lastIsUnknown, model.fusesUnknown {
        symbols[symbols.count - 1].end = end
        continue
      }
      lastIsUnknown = known < 0
      let count = Int32(symbols.count)
      symbols.append(Symbol(id: id, end: end, previous: count - 1, next: count + 1))
    }
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
    symbols[left].end = symbols[right].end
    symbols[left].next = symbols[right].next
    symbols[right].id = -1
    let next = Int(symbols[right].next)
    if next < symbols.count { symbols[next].previous = Int32(left) }
  }
}
