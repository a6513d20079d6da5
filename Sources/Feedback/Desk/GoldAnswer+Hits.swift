extension GoldAnswer {
  /// Returns whether an answer says what is known.
  ///
  /// It does if it puts every two completions of different known ranks in the known order. Known
  /// ties, and completions without a known rank, do not count.
  func isHit(by answer: Answer) -> Bool {
    let given = Dictionary(
      answer.ranks.map { ($0.completionID, $0.rank) }, uniquingKeysWith: { $1 })
    return ranks.allSatisfy { better in
      ranks.filter { better.rank < $0.rank }.allSatisfy { worse in
        guard let first = given[better.completionID], let second = given[worse.completionID]
        else { return false }
        return first < second
      }
    }
  }
}
