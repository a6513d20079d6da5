internal import Synchronization

extension Tokenizer {
  /// The ids of a text.
  ///
  /// - Parameter addingSpecialTokens: Whether to put around the text the tokens the file names,
  ///   such as one for its beginning.
  public func encode(_ text: String, addingSpecialTokens: Bool = false) -> [Int] {
    var run = EncodingRun(self, wantsOffsets: false)
    run.encode(text, addingSpecialTokens)
    return run.ids
  }

  /// The ids of a text, each with the part of the text it came from.
  ///
  /// - Parameter addingSpecialTokens: Whether to put around the text the tokens the file names,
  ///   such as one for its beginning.
  public func encodeWithOffsets(_ text: String, addingSpecialTokens: Bool = false) -> Encoding {
    var run = EncodingRun(self, wantsOffsets: true)
    run.encode(text, addingSpecialTokens)
    return Encoding(ids: run.ids, offsets: run.offsets)
  }
}

/// One text on its way to tokens.
private struct EncodingRun {
  private let tokenizer: Tokenizer
  private let wantsOffsets: Bool
  private var splitter = WordSplitter()
  private var cache: [[UInt8]: [WordPiece]] = [:]
  private(set) var ids: [Int] = []
  private(set) var offsets: [Range<Int>] = []

  /// Longer words hardly ever come again.
  private static let longestCachedWord = 64
  private static let cacheLimit = 50_000

  init(_ tokenizer: Tokenizer, wantsOffsets: Bool) {
    self.tokenizer = tokenizer
    self.wantsOffsets = wantsOffsets
  }

  mutating func encode(_ text: String, _ addingSpecialTokens: Bool) {
    tokenizer.wordCaches.withLock { cache = $0.popLast() ?? [:] }
    let bytes = Array(text.utf8)
    if addingSpecialTokens { add(tokenizer.template.before, at: 0) }
    for part in tokenizer.literalTokens.parts(of: bytes) {
      if let id = part.id {
        add(id, part.range)
      } else {
        encode(AlignedText(bytes[part.range], at: part.range.lowerBound))
      }
    }
    if addingSpecialTokens { add(tokenizer.template.after, at: bytes.count) }
    tokenizer.wordCaches.withLock { caches in
      caches.append([:])
      swap(&caches[caches.count - 1], &cache)
    }
  }

  private mutating func encode(_ text: AlignedText) {
    var text = text
    tokenizer.normalizer?.normalize(&text)
    let parts = tokenizer.normalizedTokens.parts(of: text.bytes)
    for part in parts {
      if let id = part.id {
        add(id, text.source(of: part.range))
      } else {
        encodeWords(of: parts.count == 1 ? text : text.part(part.range))
      }
    }
  }

  private mutating func encodeWords(of text: AlignedText) {
    var text = text
    for word in tokenizer.preTokenizer.words(of: &text) {
      for piece in pieces(of: text.bytes[word]) {
        ids.append(Int(piece.id))
        guard wantsOffsets else { continue }
        let range = word.lowerBound + Int(piece.start)..<word.lowerBound + Int(piece.end)
        offsets.append(text.source(of: range))
      }
    }
  }

  private mutating func pieces(of word: ArraySlice<UInt8>) -> [WordPiece] {
    guard word.count <= EncodingRun.longestCachedWord else {
      return splitter.pieces(of: word, in: tokenizer.model)
    }
    let key = Array(word)
    if let known = cache[key] { return known }
    let pieces = splitter.pieces(of: word, in: tokenizer.model)
    if cache.count < EncodingRun.cacheLimit { cache[key] = pieces }
    return pieces
  }

  private mutating func add(_ id: Int, _ range: Range<Int>) {
    ids.append(id)
    if wantsOffsets { offsets.append(range) }
  }

  private mutating func add(_ special: [Int], at position: Int) {
    for id in special { add(id, position..<position) }
  }
}
