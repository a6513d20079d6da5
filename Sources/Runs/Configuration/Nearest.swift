/// Returns the candidate that was probably meant by a mistyped word.
///
/// Letters that were added, dropped, replaced or swapped with their neighbour count one each.
///
/// - Returns: The closest candidate, or nil when none is close enough to be worth suggesting.
public func nearest(_ word: String, among candidates: [String]) -> String? {
  let limit = max(1, min(3, word.count / 2))
  let ranked = candidates.map { (candidate: $0, edits: editDistance(word, $0)) }
  guard let best = ranked.min(by: { ($0.edits, $0.candidate) < ($1.edits, $1.candidate) }),
    best.edits <= limit
  else { return nil }
  return best.candidate
}

/// Returns the number of single edits that turn one word into the other, whatever their case.
private func editDistance(_ first: String, _ second: String) -> Int {
  let first = Array(first.lowercased())
  let second = Array(second.lowercased())
  guard !first.isEmpty, !second.isEmpty else { return max(first.count, second.count) }
  var beforePrevious = [Int](repeating: 0, count: second.count + 1)
  var previous = Array(0...second.count)

  for i in 1...first.count {
    var current = [i] + [Int](repeating: 0, count: second.count)
    for j in 1...second.count {
      let replacement = previous[j - 1] + (first[i - 1] == second[j - 1] ? 0 : 1)
      current[j] = min(previous[j] + 1, current[j - 1] + 1, replacement)
      if i > 1, j > 1, first[i - 1] == second[j - 2], first[i - 2] == second[j - 1] {
        current[j] = min(current[j], beforePrevious[j - 2] + 1)
      }
    }
    (beforePrevious, previous) = (previous, current)
  }
  return previous[second.count]
}
