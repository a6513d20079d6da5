import Batches
import Generation
import Models
import Objectives
import Scoring
import Torch

/// One optimizer step of policy and critic on a mini-batch of a rollout.
///
/// - Parameter rows: The episodes of the mini-batch; micro-batches of them add up to the same step.
func update(
  _ models: ActorsAndCritics, on rollout: Rollout, rows: [Int], _ configuration: PPOConfiguration,
  _ averages: inout Averages
) {
  let precision = configuration.optimization.precision.dtype
  let device = models.policy.device
  let indices = Tensor(rows, on: device)
  let tokenCount = rollout.isToken.rows(at: indices).sum().value
  let valueCount = rollout.hasValue.rows(at: indices).sum().value

  for part in rows.chunked(by: configuration.optimization.rowsPerPass) {
    let episodes = rollout.part(part, on: device)
    let found = models.policy.logProbabilities(
      of: episodes.batch, temperature: configuration.sampling.temperature, precision: precision)
    let policyLosses = clippedPolicyLoss(
      logProbabilities: found.values, oldLogProbabilities: episodes.logProbabilities,
      advantages: episodes.advantages, clipRange: configuration.clipRange)
    let values = models.critic.values(of: episodes.batch, precision: precision)
    let valueLosses = clippedValueLoss(
      values: values, oldValues: episodes.values, returns: episodes.returns,
      clipRange: configuration.valueClipRange)

    // Sums over this part, divided by the counts of the whole mini-batch.
    let policyLoss = sum(of: policyLosses, where: episodes.isToken)
    let valueLoss = sum(of: valueLosses, where: episodes.hasValue)
    (policyLoss / tokenCount).backward()
    (configuration.valueCoefficient * valueLoss / valueCount).backward()
    averages.add(episodes, found, values, policyLoss, valueLoss, configuration)
  }
}

/// Some rows of a rollout, as narrow as their longest.
struct RolloutPart {
  let batch: SequenceBatch
  let logProbabilities: Tensor
  let values: Tensor
  let advantages: Tensor
  let returns: Tensor
  let isToken: Tensor
  let hasValue: Tensor
}

extension Rollout {
  /// Takes the rows with the given indices, cut to the last place that counts in any of them.
  func part(_ rows: [Int], on device: Device) -> RolloutPart {
    let indices = Tensor(rows, on: device)
    // With TRL's placement the place after the last token counts, too.
    let room = hasValue.shape2.1 == batch.lengths.max() ? 0 : hasValue.shape2.1
    let batch = SequenceBatch(
      rows.map { episodes[$0].sequence }, minimumTime: room, on: device)
    let time = batch.tokens.shape2.1
    func taken(_ all: Tensor) -> Tensor { all.rows(at: indices).slice(0..<time, along: 1) }
    return RolloutPart(
      batch: batch, logProbabilities: taken(logProbabilities), values: taken(values),
      advantages: taken(advantages), returns: taken(returns), isToken: taken(isToken),
      hasValue: taken(hasValue))
  }
}

extension Averages {
  /// Adds the metrics of TRL's PPO trainer; padding never counts.
  fileprivate mutating func add(
    _ part: RolloutPart, _ found: CompletionLogProbabilities, _ values: Tensor,
    _ policyLoss: Tensor, _ valueLoss: Tensor, _ configuration: PPOConfiguration
  ) {
    let tokens = Int(part.isToken.sum().value)
    let states = Int(part.hasValue.sum().value)
    func add(_ name: String, _ values: Tensor, where counts: Tensor, over count: Int) {
      self.add(name, sum(of: values, where: counts).value, over: count)
    }
    withoutGradients {
      let change = found.values - part.logProbabilities
      let isClipped = isPolicyClipped(
        logProbabilities: found.values, oldLogProbabilities: part.logProbabilities,
        advantages: part.advantages, clipRange: configuration.clipRange)
      let isValueClipped = isValueClipped(
        values: values, oldValues: part.values, returns: part.returns,
        clipRange: configuration.valueClipRange)
      self.add("loss/policy_avg", policyLoss.value, over: tokens)
      self.add("loss/value_avg", valueLoss.value, over: states)
      add("policy/approxkl_avg", 0.5 * change.squared(), where: part.isToken, over: tokens)
      add("policy/clipfrac_avg", isClipped, where: part.isToken, over: tokens)
      add("policy/entropy_avg", found.entropies, where: part.isToken, over: tokens)
      add("val/clipfrac_avg", isValueClipped, where: part.hasValue, over: states)
      add("val/ratio", change.exp(), where: part.isToken, over: tokens)
    }
  }
}
