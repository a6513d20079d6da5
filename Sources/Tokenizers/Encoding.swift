/// A text as tokens, each with the part of the text it came from.
public struct Encoding: Equatable, Sendable {
  /// The ids of the tokens.
  public let ids: [Int]
  /// The part of the original text that each token came from, in UTF-8 bytes.
  ///
  /// Where no normalizer changes the text, the ranges of neighbours touch and all of them together
  /// cover the text, even where a token holds part of a character or starts with a space. Tokens
  /// put around the text have empty ranges.
  public let offsets: [Range<Int>]

  /// Pairs ids with the ranges they came from.
  ///
  /// - Precondition: There are as many ids as ranges.
  public init(ids: [Int], offsets: [Range<Int>]) {
    precondition(
      ids.count == offsets.count, "\(ids.count) ids do not go with \(offsets.count) ranges")
    self.ids = ids
    self.offsets = offsets
  }
}
