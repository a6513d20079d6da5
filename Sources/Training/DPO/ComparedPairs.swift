public import Batches
public import Models
public import Objectives
import Scoring
public import Torch

/// What the policy, and the reference where there is one, say of some pairs.
public struct ComparedPairs {
  /// What the policy says, token by token; the chosen completions come first.
  let found: CompletionLogProbabilities
  /// What the objectives see of it.
  public let pairs: PreferencePairs
  /// How likely the policy would write both completions of a pair; where pairs count by that. `[pairs]`
  let policyWeights: Tensor?
  /// The tokens that were read, padding left aside.
  let tokenCount: Int
}

extension DPOConfiguration {
  /// Asks both models about both completions of some pairs.
  ///
  /// - Parameters:
  ///   - reference: π₀; nil for an objective without one, or where its answers are known.
  ///   - known: What π₀ says of these pairs, where that was found before.
  public func compared(
    _ rows: [TokenizedComparison], by policy: LanguageModel, from reference: LanguageModel?,
    knowing known: ReferenceLogProbabilities? = nil
  ) -> ComparedPairs {
    let sequences = rows.map(\.chosen) + rows.map(\.rejected)
    let batch = SequenceBatch(sequences, on: policy.device)
    let precision = optimization.precision.dtype
    let found = policy.logProbabilities(
      of: batch, precision: precision, findingCollisions: usesPolicyWeights)
    let initial =
      known?.values(of: sequences, on: policy.device)
      ?? withoutGradients {
        reference?.logProbabilities(of: batch, precision: precision).values
      }
    let weights =
      ldAlpha < 1 ? lengthDesensitizedWeights(where: found.counts, alpha: ldAlpha) : nil
    func sums(_ values: Tensor) -> PairLogProbabilities {
      PairLogProbabilities(halvesOf: (weights.map { values * $0 } ?? values).sum(along: 1))
    }
    let lengths = PairLogProbabilities(halvesOf: found.counts.to(.float32).sum(along: 1))
    return ComparedPairs(
      found: found,
      pairs: PreferencePairs(
        policy: sums(found.values), reference: initial.map(sums),
        lengths: (lengths.chosen, lengths.rejected)),
      policyWeights: found.jointPolicyWeights, tokenCount: batch.tokenCount)
  }

  /// The loss of each pair: the weighted sum of all losses. `[pairs]`
  public func losses(of compared: ComparedPairs) -> Tensor {
    let settings = PreferenceLossSettings(
      beta: beta, flipProbability: labelSmoothing, targetMargin: targetMargin,
      divergence: divergence, divergenceAlpha: divergenceAlpha,
      discoveredTemperature: discopopTau)
    var total = Tensor.zeros(compared.pairs.policy.chosen.shape, on: compared.found.values.device)
    for (index, loss) in losses.enumerated() {
      let weight = lossWeights.isEmpty ? 1 : lossWeights[index]
      total = total + weight * loss.losses(of: compared.pairs, settings)
    }
    return compared.policyWeights.map { $0 * total } ?? total
  }
}

extension ComparedPairs {
  /// −log π of each token of the chosen completions, added up. `[]`
  var chosenNegativeLogLikelihood: Tensor {
    let rows = found.values.shape2.0
    return -found.values.slice(0..<rows / 2, along: 0).sum()
  }
}

extension CompletionLogProbabilities {
  /// The product of both completions' weights. `[pairs]`
  fileprivate var jointPolicyWeights: Tensor? {
    guard let logCollisions else { return nil }
    let halves = PairLogProbabilities(
      halvesOf: policyWeights(
        logProbabilities: values, logCollisions: logCollisions, where: counts))
    return halves.chosen * halves.rejected
  }
}

extension PairLogProbabilities {
  /// Splits a batch whose first half is the chosen and whose second the rejected completions.
  init(halvesOf logProbabilities: Tensor) {
    let count = logProbabilities.shape1 / 2
    self.init(
      chosen: logProbabilities.slice(0..<count, along: 0),
      rejected: logProbabilities.slice(count..<2 * count, along: 0))
  }
}
