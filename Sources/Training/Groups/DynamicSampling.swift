import Batches
import Scoring

extension GroupSampler {
  /// Draws groups until as many as a rollout has are found whose rewards differ.
  ///
  /// Dynamic sampling, Yu et al. 2025 (arXiv:2503.14476), §3.2: a prompt whose completions are all
  /// equally good teaches nothing, and makes room for the next one. Where `dynamicSampling` batches
  /// of prompts do not hold enough others, the rollout is filled up with such groups after all.
  ///
  /// - Parameters:
  ///   - prompts: All prompts.
  ///   - passes: The order in which they are taken.
  ///   - drawnCount: How many were taken so far; nil before the first.
  func unequalGroups(
    of prompts: [TokenizedPrompt], _ passes: EndlessPasses, after drawnCount: inout Int?
  ) throws -> DrawnGroups {
    let size = min(configuration.optimization.batchSize, prompts.count)
    let limit = configuration.dynamicSampling * size
    var place = drawnCount ?? 0
    var (unequal, equal): ([DrawnGroups], [DrawnGroups]) = ([], [])
    while unequal.count < size, unequal.count + equal.count < limit {
      let count = min(size - unequal.count, limit - unequal.count - equal.count)
      let next = (place..<place + count).map { prompts[passes.row(at: $0)] }
      place += count
      for group in try groups(of: next).each(of: configuration.completionsPerPrompt) {
        if configuration.advantages.compares(group.scores) {
          unequal.append(group)
        } else {
          equal.append(group)
        }
      }
    }
    drawnCount = place
    return DrawnGroups(unequal + equal.prefix(size - unequal.count), outOf: unequal + equal)
  }
}

extension AdvantageEstimator {
  /// Whether there is something to compare in a group with these scores.
  fileprivate func compares(_ scores: Scores) -> Bool {
    let parts = scores.parts.map { $0.values.compactMap(\.self) }
    return (self == .groupScaledEach ? parts : [scores.totals]).contains { $0.min() != $0.max() }
  }
}

extension DrawnGroups {
  /// The groups one by one.
  fileprivate func each(of size: Int) -> [DrawnGroups] {
    prompts.indices.map { index in
      let range = index * size..<(index + 1) * size
      let own = Array(episodes[range])
      return DrawnGroups(
        prompts: [prompts[index]], episodes: own, sampled: Array(sampled[range]), greedy: [],
        scores: scores[range], tokenCount: own.tokenCount)
    }
  }

  /// Puts the groups of a rollout together.
  ///
  /// - Parameter all: Every group that was drawn for it.
  fileprivate init(_ groups: [DrawnGroups], outOf all: [DrawnGroups]) {
    let scores = all.flatMap(\.scores.totals)
    self.init(
      prompts: groups.flatMap(\.prompts), episodes: groups.flatMap(\.episodes),
      sampled: groups.flatMap(\.sampled), greedy: [], scores: Scores(joining: groups.map(\.scores)),
      tokenCount: all.reduce(0) { $0 + $1.tokenCount },
      metrics: [
        "dynamic_sampling/prompts": Double(all.count),
        "dynamic_sampling/reward": scores.reduce(0, +) / Double(scores.count),
      ])
  }
}
