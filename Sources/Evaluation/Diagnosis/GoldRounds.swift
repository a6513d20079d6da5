import Statistics

/// The rounds in which a gold judge scored the policy's completions of the same prompts again and
/// again, and what is to be written down of each.
///
/// It keeps each prompt's scores, since a fall is found sooner prompt by prompt: what makes a prompt
/// easy or hard is the same in every round.
public struct GoldRounds: Codable, Sendable, Equatable {
  /// The mean score of each prompt, by round.
  private var means: [[Double]] = []
  /// The scores of the first round, by prompt.
  private var first: [[Double]] = []

  /// No round yet.
  public init() {}

  /// How many rounds there were.
  public var count: Int { means.count }

  /// Takes in a round, and returns its metrics.
  ///
  ///     gold/score, _lower, _upper   the mean, with its 95 % bootstrap over prompts
  ///     gold/reward                  the mean training reward of the same completions
  ///     gold/win_rate                against the first round, by prompt, ties half
  ///     gold/fall, _error            how far the score is below the best earlier round, prompt by
  ///                                  prompt, and the standard error of that
  ///     gold/smoothed_fall, _error   the same of the last two rounds and the best two neighbours
  ///                                  before them
  ///     gold/agreement, _error       of the pairs of completions of one prompt that the gold judge
  ///                                  tells apart, the share that the reward orders alike, ties half
  ///     gold/lookahead, _error       what choosing one completion of each prompt by the reward gains,
  ///                                  as a share of what choosing by the gold judge would gain
  ///
  /// - Parameters:
  ///   - scores: The gold judge's. `[prompts][completions]`, at least one of each; the same prompts in
  ///     each round.
  ///   - rewards: The training reward of the same completions.
  public mutating func metrics(scores: [[Double]], rewards: [[Double]]) -> [String: Double] {
    precondition(
      scores.map(\.count) == rewards.map(\.count) && !scores.contains(where: \.isEmpty),
      "\(scores.map(\.count)) scores and \(rewards.map(\.count)) rewards by prompt")
    precondition(
      means.isEmpty || means[0].count == scores.count,
      "this round has \(scores.count) prompts, the first had \(means.first?.count ?? 0)")
    if means.isEmpty { first = scores }
    means.append(scores.map { $0.reduce(0, +) / Double($0.count) })
    let score = meanEstimate(of: scores)
    var metrics = [
      "gold/score": score.value, "gold/score_lower": score.lower, "gold/score_upper": score.upper,
      "gold/reward": rewards.joined().reduce(0, +) / Double(rewards.joined().count),
      "gold/win_rate": winRate(of: zip(scores, first).map(outcomes), resamples: 1).value,
    ]
    add("gold/fall", fall(of: 1), to: &metrics)
    add("gold/smoothed_fall", fall(of: 2), to: &metrics)
    add("gold/agreement", agreement(of: rewards, with: scores), to: &metrics)
    add("gold/lookahead", lookahead(of: rewards, in: scores), to: &metrics)
    return metrics.filter { $0.value.isFinite }
  }

  private func add(
    _ name: String, _ found: MeanWithError?, to metrics: inout [String: Double]
  ) {
    guard let found else { return }
    metrics[name] = found.mean
    metrics[name + "_error"] = found.error
  }

  /// The last `width` rounds against the best as many neighbours before them.
  private func fall(of width: Int) -> MeanWithError? {
    guard means.count >= 2 * width else { return nil }
    func mean(_ rounds: Range<Int>) -> [Double] {
      means[0].indices.map { prompt in
        rounds.reduce(0) { $0 + means[$1][prompt] } / Double(width)
      }
    }
    let last = mean(means.count - width..<means.count)
    let earlier = (0...means.count - 2 * width).map { mean($0..<$0 + width) }
    guard let best = earlier.max(by: { $0.reduce(0, +) < $1.reduce(0, +) }) else { return nil }
    return MeanWithError(of: zip(best, last).map(-))
  }
}

private func outcomes(_ scores: [Double], against others: [Double]) -> [Outcome] {
  scores.flatMap { score in others.map { Outcome(score, against: $0) } }
}

/// How often rewards order two completions of a prompt as scores do; prompts count as clusters.
private func agreement(
  of rewards: [[Double]], with scores: [[Double]]
) -> MeanWithError? {
  let prompts = zip(rewards, scores).map { rewards, scores in
    var (agreeing, pairs) = (0.0, 0.0)
    for second in scores.indices {
      for first in 0..<second where scores[first] != scores[second] {
        pairs += 1
        let isAlike = (rewards[first] < rewards[second]) == (scores[first] < scores[second])
        agreeing += rewards[first] == rewards[second] ? 0.5 : isAlike ? 1 : 0
      }
    }
    return (agreeing: agreeing, pairs: pairs)
  }
  return MeanWithError(prompts.map(\.agreeing), per: prompts.map(\.pairs))
}

/// What choosing by rewards gains over the mean completion of a prompt, as a share of what choosing by
/// scores gains; completions of one reward are chosen by lot.
private func lookahead(of rewards: [[Double]], in scores: [[Double]]) -> MeanWithError? {
  let prompts = zip(rewards, scores).map { rewards, scores in
    let mean = scores.reduce(0, +) / Double(scores.count)
    let best = rewards.max() ?? 0
    let chosen = zip(rewards, scores).filter { $0.0 == best }.map(\.1)
    return (
      gain: chosen.reduce(0, +) / Double(chosen.count) - mean, most: (scores.max() ?? 0) - mean
    )
  }
  return MeanWithError(prompts.map(\.gain), per: prompts.map(\.most))
}

/// A mean over prompts, with its standard error.
private struct MeanWithError {
  let mean: Double
  let error: Double

  /// A sum over prompts for each unit of another; the error is that of a ratio, linearized.
  ///
  /// - Returns: Nil where there is no unit.
  init?(_ parts: [Double], per units: [Double]) {
    let unit = units.reduce(0, +)
    guard unit > 0 else { return nil }
    let ratio = parts.reduce(0, +) / unit
    let squares = zip(parts, units).reduce(0) { sum, pair in
      sum + (pair.0 - ratio * pair.1) * (pair.0 - ratio * pair.1)
    }
    mean = ratio
    error = squares.squareRoot() / unit
  }

  init?(of values: [Double]) {
    let count = Double(values.count)
    guard values.count > 1 else { return nil }
    mean = values.reduce(0, +) / count
    let mean = mean
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    error = (squares / (count - 1) / count).squareRoot()
  }
}
