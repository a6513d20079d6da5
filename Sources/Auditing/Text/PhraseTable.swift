/// Phrases to look for, by their words.
///
/// A phrase is found where its words follow each other in one clause, in any case, whatever spaces,
/// hyphens or marks of emphasis are between them. Words are told by their hashes, so that the time
/// does not depend on how many phrases there are.
struct PhraseTable<Meaning: Sendable>: Sendable {
  /// A phrase that was found.
  struct Match {
    /// Which words it is.
    var words: Range<Int>
    var meaning: Meaning
  }

  /// How many words the longest phrase with this first word has.
  private var longestByFirstWord: [UInt64: Int] = [:]
  private var meanings: [UInt64: Meaning] = [:]

  /// Creates a table of phrases, the words of each separated by spaces.
  init(_ phrases: [(phrase: String, meaning: Meaning)]) {
    for (phrase, meaning) in phrases {
      let words = Auditing.words(of: phrase)
      guard let first = words.first else { continue }
      longestByFirstWord[first.hash] = max(longestByFirstWord[first.hash] ?? 0, words.count)
      var hash = StableHash()
      for word in words { hash.combine(word.hash) }
      meanings[hash.value] = meaning
    }
  }

  /// Returns the phrases in a text, the longest at each place, and none inside another.
  func matches(in words: ArraySlice<Word>) -> [Match] {
    var found: [Match] = []
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

  private func longest(at index: Int, in words: ArraySlice<Word>) -> Match? {
    guard let most = longestByFirstWord[words[index].hash] else { return nil }
    var hash = StableHash()
    var match: Match?
    for end in index..<min(index + most, words.endIndex) {
      guard end == index || words[end].isJoined else { break }
      hash.combine(words[end].hash)
      if let meaning = meanings[hash.value] {
        match = Match(words: index..<(end + 1), meaning: meaning)
      }
    }
    return match
  }
}
