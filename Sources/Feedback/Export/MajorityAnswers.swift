import Statistics

/// Puts the answers to each task together into the one that they have in common.
///
/// Ranked pairs (Tideman 1987) over the completions of the task. Two completions between which there
/// is no majority, and all that are tied with them, share a rank. The strength is the mean over all
/// answers that order the two, an opposite one counting as less than none.
///
/// - Returns: The answers of the tasks that have a majority, and how many answers have none.
func majorityAnswers(
  _ answers: [ExportedAnswer], in contents: StoreContents
) -> (answers: [ExportedAnswer], withoutMajority: Int) {
  var withoutMajority = 0
  let byTask = Dictionary(grouping: answers) { $0.task.id }
  let combined = byTask.sorted { $0.key < $1.key }.compactMap { _, answers -> ExportedAnswer? in
    // An adjudicator decides alone; what is written is no matter of votes.
    guard let first = answers.first, case .judgement = first.origin else { return answers.first }
    guard let answer = commonAnswer(answers, in: contents) else {
      withoutMajority += answers.count
      return nil
    }
    return ExportedAnswer(
      origin: .majority(first.task.id), task: first.task, prompt: first.prompt, answer: answer,
      labelers: answers.flatMap(\.labelers),
      createdAt: answers.map(\.createdAt).max() ?? first.createdAt)
  }
  return (combined, withoutMajority)
}

private func commonAnswer(_ answers: [ExportedAnswer], in contents: StoreContents) -> Answer? {
  guard let task = answers.first?.task else { return nil }
  let judged = answers.filter { $0.answer.verdict == .judged }
  if judged.count * 2 < answers.count { return Answer(verdict: .noneAcceptable) }
  let ids = task.completionIDs.filter(contents.isUsable)
  let rankings = judged.map { answer -> [Int?] in
    let ranks = Dictionary(
      answer.answer.ranks.map { ($0.completionID, $0.rank) }, uniquingKeysWith: { $1 })
    return ids.map { ranks[$0] }
  }
  let ranks = commonRanks(rankings)
  guard Set(ranks.compactMap(\.self)).count > 1 else { return nil }
  return Answer(
    ranks: zip(ids, ranks).compactMap { id, rank in rank.map { RankedCompletion(id, rank: $0) } },
    strength: ids.count == 2 ? commonStrength(rankings, judged.map(\.answer.strength), ranks) : nil)
}

/// Returns the rank of each item by majorities; nil for one that nobody ranked.
func commonRanks(_ rankings: [[Int?]]) -> [Int?] {
  let result = RankedPairs(rankings: rankings)
  let decided = Set(result.majorities.map { [$0.winner, $0.loser] })
  var ranks = [Int?](repeating: nil, count: rankings.first?.count ?? 0)
  var (rank, tied) = (0, [Int]())
  for item in result.order where rankings.contains(where: { $0[item] != nil }) {
    let isTied = tied.allSatisfy {
      !decided.contains([$0, item]) && !decided.contains([item, $0])
    }
    if tied.isEmpty || !isTied { (rank, tied) = (rank + 1, []) }
    tied.append(item)
    ranks[item] = rank
  }
  return ranks
}

private func commonStrength(
  _ rankings: [[Int?]], _ strengths: [Int?], _ common: [Int?]
) -> Int? {
  guard let first = common[0], let second = common[1], first != second else { return nil }
  let signed = zip(rankings, strengths).compactMap { ranks, strength -> Double? in
    guard let own = ranks[0], let other = ranks[1] else { return nil }
    if own == other { return 0 }
    return strength.map { (own < other) == (first < second) ? Double($0) : -Double($0) }
  }
  guard !signed.isEmpty else { return nil }
  return max(1, Int((signed.reduce(0, +) / Double(signed.count)).rounded()))
}
