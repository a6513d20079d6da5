import Batches
import Models
import Objectives
import Scoring
import Torch
import Training

/// Measures the rewards that a DPO policy gives: β times how much likelier it makes a completion
/// than the reference does.
///
/// - Returns: Metrics under TRL's names; empty for no pairs.
func implicitRewardMetrics(
  of policy: LanguageModel, from reference: LanguageModel, on pairs: [TokenizedComparison],
  _ configuration: DPOConfiguration
) -> [String: Double] {
  guard !pairs.isEmpty else { return [:] }
  var (losses, margins) = ([Double](), [Double]())
  let precision = configuration.optimization.precision.dtype
  withoutGradients {
    for part in pairs.chunked(by: configuration.optimization.rowsPerPass) {
      func sums(_ model: LanguageModel) -> PairLogProbabilities {
        let rows = [part.map(\.chosen), part.map(\.rejected)].map { rows in
          model.logProbabilities(of: SequenceBatch(rows, on: model.device), precision: precision)
            .ofSequences
        }
        return PairLogProbabilities(chosen: rows[0], rejected: rows[1])
      }
      let (current, start) = (sums(policy), sums(reference))
      let loss = directPreferenceLoss(
        policy: current, reference: start, beta: configuration.beta,
        flipProbability: configuration.labelSmoothing)
      let margin = (current.chosen - start.chosen) - (current.rejected - start.rejected)
      losses += loss.floats.map(Double.init)
      margins += (margin * configuration.beta).floats.map(Double.init)
    }
  }
  return [
    "loss": mean(losses), "rewards/margins": mean(margins),
    "rewards/accuracies": mean(margins.map { $0 > 0 ? 1 : 0 }),
  ]
}
