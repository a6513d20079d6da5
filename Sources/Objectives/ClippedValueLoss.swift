public import Torch

/// Returns the clipped squared error of the critic at each token.
///
///     ℓₜ = ½·max((Vₜ − Rₜ)², (clip(Vₜ, V_old,ₜ − ε, V_old,ₜ + ε) − Rₜ)²)
///
/// Not in the paper of PPO but in its first implementation (openai/baselines, `ppo2`).
///
/// - Parameters:
///   - values: V; gradients flow here. `[batch, time]`
///   - oldValues: V_old, of when the tokens were sampled. `[batch, time]`
///   - returns: R. `[batch, time]`
///   - clipRange: ε, positive.
/// - Returns: `[batch, time]`
public func clippedValueLoss(
  values: Tensor, oldValues: Tensor, returns: Tensor, clipRange: Double
) -> Tensor {
  let (plain, clipped) = squaredErrors(values, oldValues, returns, clipRange)
  return 0.5 * maximum(plain, clipped)
}

/// Whether the clip decides the critic's loss at a token.
///
/// - Parameters:
///   - values: V. `[batch, time]`
///   - oldValues: V_old. `[batch, time]`
///   - returns: R. `[batch, time]`
///   - clipRange: ε, positive.
/// - Returns: `[batch, time]`, bool
public func isValueClipped(
  values: Tensor, oldValues: Tensor, returns: Tensor, clipRange: Double
) -> Tensor {
  withoutGradients {
    let (plain, clipped) = squaredErrors(values, oldValues, returns, clipRange)
    return clipped .> plain
  }
}

private func squaredErrors(
  _ values: Tensor, _ oldValues: Tensor, _ returns: Tensor, _ clipRange: Double
) -> (plain: Tensor, clipped: Tensor) {
  precondition(clipRange > 0, "the clip range is positive: \(clipRange)")
  precondition(
    values.shape == oldValues.shape && values.shape == returns.shape,
    "the same tokens: values \(values.shape), old \(oldValues.shape), returns \(returns.shape)")
  let values = values.inFullPrecision
  let old = oldValues.detached().inFullPrecision, returns = returns.detached().inFullPrecision
  let near = values.clamped(from: old - clipRange, to: old + clipRange)
  return ((values - returns).squared(), (near - returns).squared())
}
