import Batches
import Models
import Objectives
import Scoring
import Torch

/// Adds up the gradient of one optimizer step on pairs, in micro-batches.
///
/// - Parameters:
///   - known: What the reference says of these pairs, where that was found before.
///   - pairs: All of the step.
/// - Returns: The tokens that were read.
@discardableResult
func update(
  _ policy: LanguageModel, from reference: LanguageModel?,
  knowing known: ReferenceLogProbabilities? = nil, on pairs: [TokenizedComparison],
  _ configuration: DPOConfiguration, _ averages: inout Averages
) -> Int {
  let chosenTokenCount = pairs.chosenTokenCount
  addGradients(
    of: pairs, rowsPerPass: configuration.rowsPerPass(of: pairs), to: policy.parameters,
    splitting: !configuration.losses.contains(where: \.comparesBatches), &averages,
    size: { $0.chosen.tokens.count + $0.rejected.tokens.count }, group: \.group
  ) { part, averages in
    let compared = configuration.compared(part, by: policy, from: reference, knowing: known)
    // The mean over the whole step: each micro-batch adds its share.
    var loss = configuration.losses(of: compared).sum() / Double(pairs.count)
    if configuration.sftWeight > 0 {
      let likelihood = compared.chosenNegativeLogLikelihood
      loss = loss + configuration.sftWeight * likelihood / Double(chosenTokenCount)
      averages.add("nll_loss", likelihood.value, over: part.chosenTokenCount)
    }
    loss.backward()
    averages.add("loss", loss.value * Double(pairs.count), over: part.count)
    averages.add(compared, beta: configuration.beta)
  }
  return pairs.tokenCount
}

extension [TokenizedComparison] {
  /// The tokens of both sequences of all pairs.
  fileprivate var tokenCount: Int {
    reduce(0) { $0 + $1.chosen.tokens.count + $1.rejected.tokens.count }
  }

  /// The tokens of all chosen completions.
  fileprivate var chosenTokenCount: Int { reduce(0) { $0 + $1.chosen.completion.count } }
}

extension Averages {
  /// Adds the metrics of TRL's DPO trainer.
  fileprivate mutating func add(_ compared: ComparedPairs, beta: Double) {
    let rewards = compared.pairs.rewards(beta: beta)
    let (chosen, rejected) = (rewards.chosen.floats, rewards.rejected.floats)
    add("rewards/chosen", chosen)
    add("rewards/rejected", rejected)
    add("rewards/margins", zip(chosen, rejected).map { $0 - $1 })
    add("rewards/accuracies", zip(chosen, rejected).map { $0 > $1 ? 1 : 0 })
    let found = compared.found
    let sums = PairLogProbabilities(halvesOf: found.ofSequences)
    add("logps/chosen", sums.chosen.floats)
    add("logps/rejected", sums.rejected.floats)
    add("entropy", found.entropies.sum().value, over: found.tokenCount)
    add("mean_token_accuracy", found.isBest.sum().value, over: found.tokenCount)
    if let weights = compared.policyWeights { add("policy_weight", weights.floats) }
  }
}
