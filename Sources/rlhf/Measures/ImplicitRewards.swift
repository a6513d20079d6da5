import Batches
import Models
import Objectives
import Torch
import Training

/// Measures the rewards that a policy trained on pairs gives: β times how much likelier it makes a
/// completion than the reference does.
///
/// - Parameters:
///   - reference: Nil for an objective without one: then β times log π itself.
///   - known: What the reference says of these pairs, where that was found before.
/// - Returns: Metrics under TRL's names; empty for no pairs.
func implicitRewardMetrics(
  of policy: LanguageModel, from reference: LanguageModel?,
  knowing known: ReferenceLogProbabilities? = nil, on pairs: [TokenizedComparison],
  _ configuration: DPOConfiguration
) -> [String: Double] {
  guard !pairs.isEmpty else { return [:] }
  var (losses, margins) = ([Double](), [Double]())
  withoutGradients {
    for part in pairs.chunked(by: configuration.optimization.rowsPerPass) {
      let compared = configuration.compared(part, by: policy, from: reference, knowing: known)
      let rewards = compared.pairs.rewards(beta: configuration.beta)
      losses += configuration.losses(of: compared).floats.map(Double.init)
      margins += (rewards.chosen - rewards.rejected).floats.map(Double.init)
    }
  }
  return [
    "loss": mean(losses), "rewards/margins": mean(margins),
    "rewards/accuracies": mean(margins.map { $0 > 0 ? 1 : 0 }),
  ]
}
