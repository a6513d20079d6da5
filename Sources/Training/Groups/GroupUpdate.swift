import Batches
import Generation
import Models
import Objectives
import Scoring
import Torch

/// Adds up the gradient of one optimizer step on a mini-batch of a rollout.
///
/// - Parameters:
///   - rows: The episodes of the mini-batch; micro-batches of them add up to the same step.
///   - isFirst: Whether the weights are still those that sampled, so that every ratio should be 1.
/// - Returns: The loss of the mini-batch.
func update(
  _ policy: LanguageModel, on rollout: GroupRollout, rows: [Int], isFirst: Bool = false,
  _ configuration: GroupConfiguration, _ averages: inout Averages
) -> Double {
  let indices = Tensor(rows, on: policy.device)
  let size = StepSize(
    sequenceCount: rows.count, tokenCount: Int(rollout.isToken.rows(at: indices).sum().value),
    maximumLength: configuration.sampling.maximumNewTokens)
  var found = Averages()
  addGradients(
    of: rows, rowsPerPass: configuration.rowsPerPass, to: policy.parameters, &found,
    size: { rollout.episodes[$0].sequence.tokens.count },
    group: { rollout.episodes[$0].sequence.prompt }
  ) { rows, averages in
    let part = rollout.part(rows)
    let found = policy.logProbabilities(
      of: part.batch, temperature: configuration.sampling.temperature,
      precision: configuration.optimization.precision.dtype)
    let ratios = importanceRatios(
      logProbabilities: found.values, oldLogProbabilities: part.logProbabilities,
      where: part.isToken, level: configuration.ratioLevel)
    var losses = configuration.surrogateLosses(ratios, found.values, part)
    if let kl = configuration.klInLoss(part, found.values, ratios) {
      losses = losses + configuration.klCoefficient * kl
      averages.add("kl", sum(of: kl, where: part.isToken).value, over: part.tokenCount)
    }

    // This part of the loss of the whole mini-batch.
    let loss = aggregatedLoss(
      of: losses, where: part.isToken, by: configuration.aggregation, over: size)
    loss.backward()
    averages.add("loss", loss.value, over: 0)
    averages.add(part, found, ratios, configuration)
    if isFirst { averages.addRatioError(ratios, part) }
  }
  // A sum over the parts, of which one is a mini-batch.
  found.add("loss", 0, over: 1)
  averages.add(found)
  return found["loss"]
}

extension GroupConfiguration {
  /// The ratios that a clip leaves alone.
  var ratioRange: ClosedRange<Double> { (1 - clipRange)...(1 + clipRangeHigh) }

  fileprivate func surrogateLosses(
    _ ratios: Tensor, _ logProbabilities: Tensor, _ part: GroupRolloutPart
  ) -> Tensor {
    let advantages = part.advantages
    switch surrogate {
    case .clip:
      return clippedSurrogateLoss(
        ratios: ratios, advantages: advantages, range: ratioRange,
        cap: ratioCap > 0 ? ratioCap : nil)
    case .cispo:
      return cispoLoss(
        ratios: ratios, logProbabilities: logProbabilities, advantages: advantages,
        maximumWeight: ratioRange.upperBound)
    case .sapo: return sapoLoss(ratios: ratios, advantages: advantages)
    case .vespo:
      return vespoLoss(
        logProbabilities: logProbabilities, oldLogProbabilities: part.logProbabilities,
        advantages: advantages, where: part.isToken)
    }
  }

  /// The KL of each token as the loss has it; nil where it is no part of the loss. `[batch, time]`
  fileprivate func klInLoss(
    _ part: GroupRolloutPart, _ logProbabilities: Tensor, _ ratios: Tensor
  ) -> Tensor? {
    guard klPlacement == .loss, klCoefficient > 0,
      let reference = part.referenceLogProbabilities
    else { return nil }
    let kl = klEstimate(policy: logProbabilities, reference: reference, klEstimator)
    return weightsKL ? kl * ratios : kl
  }
}
