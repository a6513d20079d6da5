import Batches
import Objectives
import Scoring
import Torch

extension GroupRollout {
  /// The metrics of a rollout under TRL's names, with a few that it lacks.
  func metrics(_ configuration: GroupConfiguration) -> [String: Double] {
    var averages = Averages()
    averages.addLengths(of: episodes)
    averages.add("reward", scores.totals.reduce(0, +), over: episodes.count)
    averages.add("reward_std", standardDeviation(of: scores.totals), over: 1)
    if let greedyScores {
      averages.add("greedy_reward", greedyScores.reduce(0, +), over: greedyScores.count)
    }
    // One completion alone is always equal to itself.
    if configuration.completionsPerPrompt > 1 {
      let groups = penalizedScores.chunked(by: configuration.completionsPerPrompt)
      averages.add(
        "frac_reward_zero_std", Double(groups.count { $0.min() == $0.max() }), over: groups.count)
    }
    addKL(configuration, to: &averages)
    return averages.means.merging(scores.metrics) { first, _ in first }
  }

  private func addKL(_ configuration: GroupConfiguration, to averages: inout Averages) {
    guard let referenceLogProbabilities else { return }
    func total(_ estimator: KLEstimator) -> Double {
      let kl = klEstimate(
        policy: logProbabilities, reference: referenceLogProbabilities, estimator)
      return sum(of: kl, where: batch.isCompletion).value
    }
    averages.add("objective/kl", total(.k1), over: episodes.count)
    guard configuration.klPlacement != .loss else { return }
    let tokens = episodes.reduce(0) { $0 + $1.sequence.completion.count }
    averages.add("kl", total(configuration.klEstimator), over: tokens)
  }
}

/// The unbiased standard deviation.
private func standardDeviation(of values: [Double]) -> Double {
  guard values.count > 1 else { return 0 }
  let mean = values.reduce(0, +) / Double(values.count)
  let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return (squares / Double(values.count - 1)).squareRoot()
}

extension Averages {
  /// Adds the metrics of TRL's trainers of GRPO and RLOO for a micro-batch of an update.
  mutating func add(
    _ part: GroupRolloutPart, _ found: CompletionLogProbabilities, _ ratios: Tensor,
    _ configuration: GroupConfiguration
  ) {
    withoutGradients {
      add("entropy", sum(of: found.entropies, where: part.isToken).value, over: part.tokenCount)
      add("ratio", sum(of: ratios, where: part.isToken).value, over: part.tokenCount)
      let (low, high) = isRatioClipped(
        ratios: ratios, advantages: part.advantages, range: configuration.ratioRange)
      switch configuration.surrogate {
      case .clip:
        let isToken = configuration.ratioLevel == .token
        let lows = shares(of: low, in: part), highs = shares(of: high, in: part)
        add("clip_ratio/low_mean", lows, countingTokens: isToken)
        add("clip_ratio/high_mean", highs, countingTokens: isToken)
        add("clip_ratio/region_mean", shares(of: low .|| high, in: part), countingTokens: isToken)
        addLeast("clip_ratio/low_min", lows.map(\.share))
        addGreatest("clip_ratio/high_max", highs.map(\.share))
      case .cispo:
        add("cispo_clip_ratio", shares(of: high, in: part), countingTokens: true)
      case .sapo, .vespo: break
      }
    }
  }

  /// Adds how far the ratios of a rollout's first update are from 1.
  mutating func addRatioError(_ ratios: Tensor, _ part: GroupRolloutPart) {
    let error = withoutGradients { sum(of: (ratios - 1).absolute(), where: part.isToken).value }
    add("policy/first_ratio_error", error, over: part.tokenCount)
  }

  /// Adds shares of completions, each weighing as much as its tokens, or all weighing the same.
  private mutating func add(
    _ name: String, _ shares: [(share: Double, length: Int)], countingTokens: Bool
  ) {
    let total = shares.reduce(0) { $0 + $1.share * (countingTokens ? Double($1.length) : 1) }
    let count = countingTokens ? shares.reduce(0) { $0 + $1.length } : shares.count
    add(name, total, over: count)
  }
}

/// The share of clipped tokens in each completion that has a token, with its length.
private func shares(
  of isClipped: Tensor, in part: GroupRolloutPart
) -> [(share: Double, length: Int)] {
  let clipped = rowSums(of: isClipped, where: part.isToken).floats
  let lengths = part.isToken.sum(along: 1).integers
  return zip(clipped, lengths).filter { $1 > 0 }.map { (Double($0) / Double($1), $1) }
}
