/// The special tokens around a text.
struct SpecialTokenTemplate: Equatable, Sendable {
  var before: [Int] = []
  var after: [Int] = []

  /// Puts the tokens of another template around this one.
  mutating func surround(with outer: SpecialTokenTemplate) {
    before = outer.before + before
    after += outer.after
  }
}
