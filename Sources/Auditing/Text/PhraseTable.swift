/// Phrases to look for, by their words.
///
/// A phrase is found where its words follow each other in one clause, in any case, whatever spaces,
/// hyphens or marks of emphasis are between them.
struct PhraseTable<Meaning> {
  private var phrases: [String: [(words: [String], meaning: Meaning)]] = [:]

  /// Creates a table of phrases, the words of each separated by spaces.
  init(_ meanings: [(phrase: String, meaning: Meaning)]) {
    for (phrase, meaning) in meanings {
      let words = Auditing.words(of: phrase).map(\.folded)
      guard let first = words.first else { continue }
      phrases[first, default: []].append((words, meaning))
    }
    for first in phrases.keys { phrases[first]?.sort { $0.words.count > $1.words.count } }
  }

  /// Returns the phrases in a text, the longest at each place, and none inside another.
  func matches(in words: ArraySlice<Word>) -> [(words: Range<Int>, meaning: Meaning)] {
    var found: [(words: Range<Int>, meaning: Meaning)] = []
    var index = words.startIndex
    while index < words.endIndex {
      if let match = longest(at: index, in: words) {
        found.append(match)
        index = match.words.upperBound
      } else {
        index += 1
      }
    }
    return found
  }

  private func longest(
    at index: Int, in words: ArraySlice<Word>
  ) -> (words: Range<Int>, meaning: Meaning)? {
    for (phrase, meaning) in phrases[words[index].folded] ?? [] {
      let end = index + phrase.count
      guard end <= words.endIndex else { continue }
      let rest = words[index..<end].dropFirst()
      if zip(rest, phrase.dropFirst()).allSatisfy({ $0.isJoined && $0.folded == $1 }) {
        return (index..<end, meaning)
      }
    }
    return nil
  }
}

extension PhraseTable: Sendable where Meaning: Sendable {}
