public import Datasets

extension RankedEpisodes {
  /// The best completion as what should have been said; nothing where it is empty.
  public var demonstration: Demonstration? {
    guard let best = episodes.first, let completion = best.content else { return nil }
    return Demonstration(
      prompt: best.prompt.content, completion: completion, source: best.prompt.source)
  }

  /// The best completion against the worst; nothing where they score the same, read the same, or
  /// one is empty.
  public var comparison: Comparison? {
    guard let best = episodes.first, let worst = episodes.last, scores.first != scores.last,
      let chosen = best.content, let rejected = worst.content, chosen != rejected
    else { return nil }
    return Comparison(
      prompt: best.prompt.content, chosen: chosen, rejected: rejected, source: best.prompt.source)
  }

  /// All completions with their ranks, each text once, where its score is best; nothing where fewer
  /// than two texts are left or all are tied.
  public var ranking: Ranking? {
    var seen: Set<Content> = []
    let kept = episodes.indices.filter { index in
      episodes[index].content.map { seen.insert($0).inserted } ?? false
    }
    guard kept.count > 1, let first = kept.first, let last = kept.last,
      scores[first] != scores[last]
    else { return nil }
    return Ranking(
      prompt: episodes[first].prompt.content, completions: kept.compactMap { episodes[$0].content },
      ranks: kept.map { index in 1 + kept.count { scores[$0] > scores[index] } },
      source: episodes[first].prompt.source)
  }
}

extension Episode {
  /// The completion in the form of its prompt, as text or as the assistant's turn; nil if empty.
  fileprivate var content: Content? {
    guard completion.utf8.contains(where: { $0 > UInt8(ascii: " ") }) else { return nil }
    guard case .messages = prompt.content else { return .text(completion) }
    return .messages([Message(role: "assistant", content: completion)])
  }
}
