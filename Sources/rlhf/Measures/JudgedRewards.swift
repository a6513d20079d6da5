import Batches
import Models
import Scoring
import Torch
import Training

/// Measures the rewards that a policy gives to completions that were judged one by one: β times how
/// much likelier it makes them than the reference does.
///
/// - Returns: Metrics under TRL's names; those of a kind that does not occur are left out.
func judgedRewardMetrics(
  of policy: LanguageModel, from frozen: FrozenModel, on rows: [JudgedSequence],
  _ configuration: KTOConfiguration
) -> [String: Double] {
  let precision = configuration.optimization.precision.dtype
  var rewards: [Bool: [Double]] = [:]
  withoutGradients {
    for part in rows.chunked(by: configuration.optimization.rowsPerPass) {
      let batch = SequenceBatch(part.map(\.sequence), on: policy.device)
      let found = policy.logProbabilities(of: batch, precision: precision).ofSequences
      let initial = frozen.sums(of: part.map(\.sequence), on: policy.device)
      for (row, reward) in zip(part, (configuration.beta * (found - initial)).floats) {
        rewards[row.isDesirable, default: []].append(Double(reward))
      }
    }
  }
  var metrics: [String: Double] = [:]
  if let good = rewards[true] { metrics["rewards/chosen"] = mean(good) }
  if let bad = rewards[false] { metrics["rewards/rejected"] = mean(bad) }
  if let good = rewards[true], let bad = rewards[false] {
    metrics["rewards/margins"] = mean(good) - mean(bad)
  }
  return metrics
}
