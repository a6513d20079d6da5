/// Measures how often labelers agree on pairs, over all two labelers that judged the same.
///
/// Beyond chance it is Krippendorff's α over worse, equal and better.
///
/// - Parameters:
///   - votes: Who said what of which pair; a labeler's own votes are not compared with each other.
///   - resampling: How the intervals are found; prompts are drawn anew.
public func pairAgreement(
  among votes: [PairVote], resampling: Resampling = Resampling()
) -> PairAgreement {
  let shared = sharedVotes(among: votes) { _, _ in true }
  let byPair = Dictionary(grouping: votes, by: \.pair).values.sorted { $0[0].pair < $1[0].pair }
  return pairAgreement(
    shared.map(\.0.outcome), shared.map(\.1.outcome), clusteredBy: shared.map(\.0.prompt),
    resampling: resampling,
    beyondChance: krippendorffAlpha(
      categories: byPair.map { $0.map { $0.outcome } }, clusteredBy: byPair.map { $0[0].prompt },
      resampling: resampling))
}

/// Measures how often each labeler agrees with the others on pairs.
///
/// Beyond chance it is Cohen's κ of the labeler and whoever else judged the pair.
///
/// - Parameters:
///   - votes: Who said what of which pair.
///   - resampling: How the intervals are found; prompts are drawn anew.
/// - Returns: By the labeler's number.
public func agreementWithOthers(
  among votes: [PairVote], resampling: Resampling = Resampling()
) -> [Int: PairAgreement] {
  Dictionary(
    uniqueKeysWithValues: Set(votes.map(\.labeler)).map { labeler in
      let shared = sharedVotes(among: votes) { $0.labeler == labeler || $1.labeler == labeler }
        .map { $0.0.labeler == labeler ? $0 : ($0.1, $0.0) }
      return (
        labeler,
        pairAgreement(
          shared.map(\.0.outcome), shared.map(\.1.outcome), clusteredBy: shared.map(\.0.prompt),
          resampling: resampling)
      )
    })
}

/// Returns the votes of two different labelers on the same pair, two by two.
private func sharedVotes(
  among votes: [PairVote], where isWanted: (PairVote, PairVote) -> Bool
) -> [(PairVote, PairVote)] {
  Dictionary(grouping: votes, by: \.pair).sorted { $0.key < $1.key }.flatMap { _, votes in
    votes.indices.flatMap { index in
      votes[(index + 1)...].filter {
        $0.labeler != votes[index].labeler && isWanted(votes[index], $0)
      }.map { (votes[index], $0) }
    }
  }
}
