/// UTF-8 bytes that know which part of the original text each of them came from.
struct AlignedText: Sendable {
  private(set) var bytes: [UInt8]
  /// Where the source of each byte starts and ends; nil while the text is as it was.
  private var sources: [Range<Int>]?
  /// Where the text starts in the original.
  private let base: Int

  /// Text as it was, from that position of the original.
  init(_ bytes: some Sequence<UInt8>, at base: Int = 0) {
    self.bytes = Array(bytes)
    self.base = base
  }

  /// The part of the original that a range of the bytes came from.
  func source(of range: Range<Int>) -> Range<Int> {
    guard let sources else { return range.lowerBound + base..<range.upperBound + base }
    guard let last = range.last else { return base..<base }
    let start = sources[range.lowerBound].lowerBound
    return start..<max(start, sources[last].upperBound)
  }

  /// A part of the text.
  func part(_ range: Range<Int>) -> AlignedText {
    var part = AlignedText(bytes[range], at: base + (sources == nil ? range.lowerBound : 0))
    if let sources { part.sources = Array(sources[range]) }
    return part
  }

  /// A scalar of a transformed text.
  ///
  /// - change: 0 where the scalar replaces one; −*n* where it replaces one and the *n* after it go;
  ///   more where it is inserted.
  typealias Step = (scalar: UInt32, change: Int)

  /// Rewrites the text, scalar by scalar.
  mutating func transform(_ steps: some Sequence<Step>) {
    var output = AlignedBytes(capacity: bytes.count)
    var previous = base..<base
    var index = 0
    let old = self
    old.bytes.withUnsafeBufferPointer { buffer in
      let cursor = UTF8Cursor(bytes: buffer)
      for (scalar, change) in steps {
        guard change <= 0, index < cursor.count else {
          output.append(scalar, from: previous)
          continue
        }
        let (value, end) = cursor.scalar(at: index)
        previous = old.source(of: index..<end)
        if value == scalar, change == 0 {
          for byte in index..<end { output.append(buffer[byte], old.source(of: byte..<byte + 1)) }
        } else {
          output.append(scalar, from: previous)
        }
        index = end
        for _ in 0..<(-change) where index < cursor.count {
          let next = cursor.scalar(at: index).end
          previous = old.source(of: index..<next)
          index = next
        }
      }
    }
    (bytes, sources) = (output.bytes, output.sources)
  }

  /// Puts a text before this one; it counts as made from the first scalar.
  mutating func prepend(_ text: [UInt8]) { _ = insert(text, before: [bytes.indices]) { _ in true } }

  /// Puts a space before each word that lacks one.
  ///
  /// - Returns: The words, spaces included, as ranges of the new bytes.
  mutating func insertSpaces(before words: [Range<Int>]) -> [Range<Int>] {
    insert([0x20], before: words) { $0 != 0x20 }
  }

  private mutating func insert(
    _ text: [UInt8], before words: [Range<Int>], where isWanted: (UInt8) -> Bool
  ) -> [Range<Int>] {
    rewrite(words) { old, word, output in
      if let first = word.first, isWanted(old.bytes[first]) {
        let source = old.source(of: first..<old.scalarEnd(first))
        for byte in text { output.append(byte, source) }
      }
      for byte in word { output.append(old.bytes[byte], old.source(of: byte..<byte + 1)) }
    }
  }

  /// Makes the text anew out of some of its words; what is between them goes.
  ///
  /// - Parameter body: Gets the old text, a word, and where to write what becomes of it.
  /// - Returns: The words as ranges of the new bytes.
  mutating func rewrite(
    _ words: [Range<Int>], _ body: (AlignedText, Range<Int>, inout AlignedBytes) -> Void
  ) -> [Range<Int>] {
    var output = AlignedBytes(capacity: bytes.count + words.count)
    var newWords: [Range<Int>] = []
    for word in words {
      let start = output.bytes.count
      body(self, word, &output)
      newWords.append(start..<output.bytes.count)
    }
    (bytes, sources) = (output.bytes, output.sources)
    return newWords
  }

  /// Replaces parts of the text; what replaces each counts as made from its last scalar.
  mutating func replace(_ matches: [Range<Int>], with replacement: [UInt8]) {
    guard !matches.isEmpty else { return }
    var output = AlignedBytes(capacity: bytes.count)
    var index = 0
    for match in matches {
      for byte in index..<match.lowerBound {
        output.append(bytes[byte], source(of: byte..<byte + 1))
      }
      let last = bytes.withUnsafeBufferPointer {
        UTF8Cursor(bytes: $0).scalar(before: match.upperBound).start
      }
      let source = source(of: last..<match.upperBound)
      for byte in replacement { output.append(byte, source) }
      index = match.upperBound
    }
    for byte in index..<bytes.count { output.append(bytes[byte], source(of: byte..<byte + 1)) }
    (bytes, sources) = (output.bytes, output.sources)
  }

  /// Where the scalar ends that starts at an index.
  func scalarEnd(_ index: Int) -> Int {
    bytes.withUnsafeBufferPointer { UTF8Cursor(bytes: $0).scalar(at: index).end }
  }
}

/// Bytes with their sources, as they are put together.
struct AlignedBytes {
  var bytes: [UInt8] = []
  var sources: [Range<Int>] = []

  init(capacity: Int) {
    bytes.reserveCapacity(capacity)
    sources.reserveCapacity(capacity)
  }

  mutating func append(_ byte: UInt8, _ source: Range<Int>) {
    bytes.append(byte)
    sources.append(source)
  }

  mutating func append(_ scalar: UInt32, from source: Range<Int>) {
    for byte in UTF8.encode(Unicode.Scalar(scalar) ?? "\u{FFFD}") ?? .init() {
      append(byte, source)
    }
  }
}
