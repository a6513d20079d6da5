import Statistics

/// Returns how alike completions are that stand apart in a list: the mean share of word pairs that
/// two of them have in common, of all that either has (Jaccard).
///
/// Each is set against those a quarter, three eighths and half the list away, so that the
/// completions of one prompt, which stand side by side, are not set against each other while there
/// are at least four prompts.
///
/// - Returns: In `0...1`; NaN for fewer than two completions.
func likeness(amongDistant completions: [[String]]) -> Double {
  let count = completions.count
  guard count > 1 else { return .nan }
  let pairs = completions.map(wordPairs)
  let distances = Set([count / 2, count * 3 / 8, count / 4].filter { $0 > 0 })
  let likenesses = distances.sorted().flatMap { distance in
    pairs.indices.map { common(pairs[$0], pairs[($0 + distance) % count]) }
  }
  return likenesses.reduce(0, +) / Double(likenesses.count)
}

private struct WordPair: Hashable {
  let first: String
  let second: String
}

/// The pairs of neighbours; a single word is a pair with nothing.
private func wordPairs(_ words: [String]) -> Set<WordPair> {
  guard words.count > 1 else { return Set(words.map { WordPair(first: $0, second: "") }) }
  return Set(zip(words, words.dropFirst()).map { WordPair(first: $0, second: $1) })
}

private func common(_ first: Set<WordPair>, _ second: Set<WordPair>) -> Double {
  let either = first.union(second).count
  // Two that say nothing are the same.
  return either == 0 ? 1 : Double(first.intersection(second).count) / Double(either)
}

/// Whether a completion declines, judged by how it begins.
///
/// A few English phrases, looked for in the first words alone: a count to watch, not a judgement.
func isRefusal(_ text: String) -> Bool {
  let opening = " " + words(of: text).prefix(16).joined(separator: " ") + " "
  return refusals.contains { opening.contains($0) }
}

private let refusals = [
  "i cannot help", "i can't help", "i can’t help", "i cannot assist", "i can't assist",
  "i can’t assist", "i cannot do", "i can't do", "i can’t do", "i cannot provide",
  "i can't provide", "i can’t provide", "i won't", "i won’t", "i will not", "i am not able to",
  "i'm not able to", "i’m not able to", "i am unable to", "i'm unable to", "i’m unable to",
  "i must decline", "as an ai",
].map { " \($0) " }
