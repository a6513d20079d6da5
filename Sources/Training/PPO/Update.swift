import Batches
import Generation
import Models
import Objectives
import Scoring
import Torch

/// Adds up the gradient of one optimizer step of the policy on a mini-batch of a rollout.
///
/// - Parameters:
///   - rows: The episodes of the mini-batch; micro-batches of them add up to the same step.
///   - learns: Whether the policy gets a gradient, or is only measured.
///   - isFirst: Whether the weights are still those that sampled, so that every ratio should be 1.
/// - Returns: ½·(log π − log π_old)² in the mean over the tokens of the mini-batch.
@discardableResult
func updatePolicy(
  _ policy: LanguageModel, on rollout: Rollout, rows: [Int], learns: Bool = true,
  isFirst: Bool = false, _ configuration: PPOConfiguration, _ averages: inout Averages
) -> Double {
  let tokenCount = rollout.isToken.rows(at: Tensor(rows, on: policy.device)).sum().value
  var found = Averages()
  addGradients(
    of: rows, rowsPerPass: configuration.optimization.rowsPerPass, to: policy.parameters, &found,
    size: { rollout.episodes[$0].sequence.tokens.count }
  ) { part, averages in
    let episodes = rollout.part(part, on: policy.device)
    func found() -> PolicyLosses { PolicyLosses(of: policy, on: episodes, configuration) }
    let losses = learns ? found() : withoutGradients(found)
    // The sum over this part, divided by the count of the whole mini-batch.
    if learns { (losses.total(configuration) / tokenCount).backward() }
    losses.addMetrics(to: &averages, isFirst: isFirst, configuration)
  }
  averages.add(found)
  return found["policy/approxkl_avg"]
}

/// Adds up the gradient of one optimizer step of the critic on a mini-batch of a rollout.
///
/// - Parameter rows: The episodes of the mini-batch; micro-batches of them add up to the same step.
func updateCritic(
  _ critic: ScalarModel, on rollout: Rollout, rows: [Int], _ configuration: PPOConfiguration,
  _ averages: inout Averages
) {
  let valueCount = rollout.hasValue.rows(at: Tensor(rows, on: critic.device)).sum().value
  addGradients(
    of: rows, rowsPerPass: configuration.optimization.rowsPerPass, to: critic.parameters, &averages,
    size: { rollout.episodes[$0].sequence.tokens.count }
  ) { part, averages in
    let episodes = rollout.part(part, on: critic.device)
    let values = critic.values(
      of: episodes.batch, precision: configuration.optimization.precision.dtype)
    let losses = clippedValueLoss(
      values: values, oldValues: episodes.values, returns: episodes.returns,
      clipRange: configuration.valueClipRange)
    let loss = sum(of: losses, where: episodes.hasValue)
    (configuration.valueCoefficient * loss / valueCount).backward()
    averages.add(values, loss, episodes, configuration)
  }
}

/// What the tokens of some episodes cost the policy.
private struct PolicyLosses {
  let part: RolloutPart
  /// log π now, and the entropy. `[batch, time]` each
  let found: CompletionLogProbabilities
  /// ρ. `[batch, time]`
  let ratios: Tensor
  /// The clipped surrogate. `[batch, time]`
  let surrogate: Tensor

  init(of policy: LanguageModel, on part: RolloutPart, _ configuration: PPOConfiguration) {
    self.part = part
    found = policy.logProbabilities(
      of: part.batch, temperature: configuration.sampling.temperature,
      precision: configuration.optimization.precision.dtype,
      differentiatingEntropies: configuration.entropyCoefficient > 0)
    ratios = importanceRatios(
      logProbabilities: found.values, oldLogProbabilities: part.logProbabilities,
      where: part.isToken)
    surrogate = clippedSurrogateLoss(
      ratios: ratios, advantages: part.advantages, range: configuration.ratioRange,
      cap: configuration.ratioCap > 0 ? configuration.ratioCap : nil)
  }

  /// The sum over tokens of the surrogate, less what their entropy is worth. `[]`
  func total(_ configuration: PPOConfiguration) -> Tensor {
    let loss = sum(of: surrogate, where: part.isToken)
    guard configuration.entropyCoefficient > 0 else { return loss }
    return loss - configuration.entropyCoefficient * sum(of: found.entropies, where: part.isToken)
  }

  /// Adds the metrics of TRL's PPO trainer; padding never counts.
  func addMetrics(
    to averages: inout Averages, isFirst: Bool, _ configuration: PPOConfiguration
  ) {
    withoutGradients {
      let count = Int(part.isToken.sum().value)
      func add(_ name: String, _ values: Tensor) {
        averages.add(name, sum(of: values, where: part.isToken).value, over: count)
      }
      let (low, high) = isRatioClipped(
        ratios: ratios, advantages: part.advantages, range: configuration.ratioRange)
      add("loss/policy_avg", surrogate)
      add(
        "policy/approxkl_avg",
        klEstimate(policy: found.values, reference: part.logProbabilities, .k2))
      add("policy/clipfrac_avg", low .|| high)
      add("policy/entropy_avg", found.entropies)
      add("val/ratio", ratios)
      if isFirst { add("policy/first_ratio_error", (ratios - 1).absolute()) }
      if configuration.ratioCap > 0 {
        let isCapped = isRatioCapped(
          ratios: ratios, advantages: part.advantages, cap: configuration.ratioCap)
        add("policy/capfrac_avg", isCapped)
      }
    }
  }
}

extension Averages {
  /// Adds the metrics of the critic.
  fileprivate mutating func add(
    _ values: Tensor, _ loss: Tensor, _ part: RolloutPart, _ configuration: PPOConfiguration
  ) {
    withoutGradients {
      let count = Int(part.hasValue.sum().value)
      let isClipped = isValueClipped(
        values: values, oldValues: part.values, returns: part.returns,
        clipRange: configuration.valueClipRange)
      add("loss/value_avg", loss.value, over: count)
      add("val/clipfrac_avg", sum(of: isClipped, where: part.hasValue).value, over: count)
    }
  }
}
