import Tokenizers

/// Finds stop strings in a completion that comes token by token.
struct StopStringFinder {
  private let stopStrings: [String]
  private let longest: Int
  private var decoder: StreamingDecoder
  private var tail: [UInt8] = []

  init(_ stopStrings: [String], _ tokenizer: Tokenizer) {
    self.stopStrings = stopStrings
    longest = stopStrings.map(\.utf8.count).max() ?? 0
    decoder = StreamingDecoder(tokenizer, skippingSpecialTokens: true)
  }

  /// Takes the next token.
  ///
  /// - Returns: The stop string that the text now contains; the one that begins first.
  mutating func found(after token: Int) -> String? {
    tail += decoder.append(token).utf8
    let places = stopStrings.compactMap { text in
      tail.firstRange(of: text.utf8).map { (text: text, start: $0.lowerBound) }
    }
    if let first = places.min(by: { $0.start < $1.start }) { return first.text }
    // What is before could at most be part of a string that would have been found by now.
    tail.removeFirst(max(0, tail.count - longest + 1))
    return nil
  }
}
