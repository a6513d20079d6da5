/// What becomes of the places where a pattern splits a text.
enum SplitBehavior: String, Sendable {
  /// They are words of their own.
  case isolated = "Isolated"
  /// They go.
  case removed = "Removed"
  /// They end the word before them.
  case mergedWithPrevious = "MergedWithPrevious"
  /// They start the word after them.
  case mergedWithNext = "MergedWithNext"
  /// Those side by side are one word.
  case contiguous = "Contiguous"

  /// A match of a pattern, or the text between two of them.
  typealias Part = (range: Range<Int>, isMatch: Bool)

  /// The words that the parts of a text make.
  func words(_ parts: [Part]) -> [Range<Int>] {
    switch self {
    case .isolated: parts.map(\.range)
    case .removed: parts.lazy.filter { !$0.isMatch }.map(\.range)
    case .contiguous: joined(parts) { $0.isMatch == $1.isMatch }
    case .mergedWithPrevious: joined(parts) { !$0.isMatch && $1.isMatch }
    case .mergedWithNext: joined(parts) { $0.isMatch && !$1.isMatch }
    }
  }

  /// Joins neighbours; each is asked about as the part it was.
  private func joined(_ parts: [Part], _ belong: (Part, Part) -> Bool) -> [Range<Int>] {
    var words: [Range<Int>] = []
    for (index, part) in parts.enumerated() {
      if index > 0, belong(parts[index - 1], part), let last = words.popLast() {
        words.append(last.lowerBound..<part.range.upperBound)
      } else {
        words.append(part.range)
      }
    }
    return words
  }
}
