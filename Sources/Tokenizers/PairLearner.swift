/// Words as rows of tokens, and how often each pair of tokens stands in them.
struct PairLearner {
  struct Pair: Hashable {
    let left: Int32
    let right: Int32
  }

  /// A pair with the words that held it and the count it had when it was put into the heap.
  private struct Candidate: Comparable {
    let pair: Pair
    var count: Int
    let words: [Int32]

    static func == (left: Candidate, right: Candidate) -> Bool {
      left.count == right.count && left.pair == right.pair
    }

    /// The most frequent comes first, then the one of lowest ids.
    static func < (left: Candidate, right: Candidate) -> Bool {
      (right.count, left.pair.left, left.pair.right)
        < (left.count, right.pair.left, right.pair.right)
    }
  }

  /// The tokens, spelled in the byte alphabet, by id.
  private(set) var texts: [[UInt8]]
  private(set) var merges: [Pair] = []
  private var ids: [[UInt8]: Int32] = [:]
  private var words: [[Int32]] = []
  private var wordCounts: [Int] = []
  private var pairCounts: [Pair: Int] = [:]
  private var newPlaces: [Pair: [Int32]] = [:]
  private var heap = Heap<Candidate>()

  /// Starts from special tokens and all bytes, the bytes in the order of their characters.
  init(specialTokens: [[UInt8]]) {
    texts = []
    let bytes = ByteAlphabet.scalars.sorted().map { Array(String($0).utf8) }
    for text in specialTokens + bytes where ids[text] == nil {
      ids[text] = Int32(texts.count)
      texts.append(text)
    }
  }

  mutating func fill(from counts: [[UInt8]: Int]) {
    let byteIDs = (UInt8.min...UInt8.max).map { ids[ByteAlphabet.spelling(of: [$0])] ?? 0 }
    for (word, count) in counts {
      words.append(word.map { byteIDs[Int($0)] })
      wordCounts.append(count)
      let index = Int32(words.count - 1)
      for (left, right) in zip(words[Int(index)], words[Int(index)].dropFirst()) {
        note(Pair(left: left, right: right), change: count, in: index)
      }
    }
    queueNewPlaces()
  }

  mutating func learn(upTo size: Int, minimumPairCount: Int) {
    while texts.count < size, var candidate = heap.popLeast() {
      let count = pairCounts[candidate.pair] ?? 0
      if candidate.count != count {
        candidate.count = count
        heap.push(candidate)
        continue
      }
      guard count >= minimumPairCount else { break }
      merge(candidate)
    }
  }

  private mutating func merge(_ candidate: Candidate) {
    let pair = candidate.pair
    let text = texts[Int(pair.left)] + texts[Int(pair.right)]
    let id = ids[text] ?? Int32(texts.count)
    if ids[text] == nil {
      ids[text] = id
      texts.append(text)
    }
    merges.append(pair)
    for word in candidate.words { merge(pair, as: id, inWord: word) }
    queueNewPlaces()
  }

  /// Joins a pair in a word, from left to right, and counts the pairs that go and come.
  private mutating func merge(_ pair: Pair, as id: Int32, inWord index: Int32) {
    let old = words[Int(index)]
    let count = wordCounts[Int(index)]
    var new: [Int32] = []
    new.reserveCapacity(old.count)
    var position = 0
    while position < old.count {
      guard old[position] == pair.left, position + 1 < old.count,
        old[position + 1] == pair.right
      else {
        new.append(old[position])
        position += 1
        continue
      }
      if let before = new.last {
        note(Pair(left: before, right: pair.left), change: -count, in: index)
        note(Pair(left: before, right: id), change: count, in: index)
      }
      new.append(id)
      position += 2
      if position < old.count {
        note(Pair(left: pair.right, right: old[position]), change: -count, in: index)
        note(Pair(left: id, right: old[position]), change: count, in: index)
      }
    }
    words[Int(index)] = new
  }

  private mutating func note(_ pair: Pair, change: Int, in word: Int32) {
    pairCounts[pair, default: 0] += change
    guard change > 0, newPlaces[pair]?.last != word else { return }
    newPlaces[pair, default: []].append(word)
  }

  private mutating func queueNewPlaces() {
    for (pair, words) in newPlaces {
      let count = pairCounts[pair] ?? 0
      if count > 0 { heap.push(Candidate(pair: pair, count: count, words: words)) }
    }
    newPlaces.removeAll(keepingCapacity: true)
  }
}
