public import Torch

/// Estimates how much better each token was than the critic expected.
///
///     δₜ = rₜ + γ·Vₜ₊₁ − Vₜ
///     Aₜ = δₜ + γ·λ·Aₜ₊₁
///     Rₜ = Aₜ + Vₜ
///
/// Schulman et al. 2016 (arXiv:1506.02438), equation 16. t + 1 is the next place that counts;
/// after a row's last one, V and A are zero, so nothing past the end has an influence.
///
/// - Parameters:
///   - rewards: rₜ. `[batch, time]`
///   - values: Vₜ, the critic's before token t. `[batch, time]`
///   - counts: Which places hold a value: the completion's tokens, or
///     `RewardPlacement.hasValue(where:lastIndex:)`. `[batch, time]`, bool
///   - discount: γ, in `0...1`.
///   - lambda: λ, in `0...1`.
/// - Returns: A and R, zero where nothing counts. `[batch, time]` each
/// - Complexity: A few operations over `[batch]` for each of `time` places.
public func generalizedAdvantages(
  rewards: Tensor, values: Tensor, counts: Tensor, discount: Double, lambda: Double
) -> (advantages: Tensor, returns: Tensor) {
  let (batch, time) = rewards.shape2
  precondition((0...1).contains(discount), "the discount is in 0...1: \(discount)")
  precondition((0...1).contains(lambda), "lambda is in 0...1: \(lambda)")
  return withoutGradients {
    let rewards = counted(rewards, counts), values = counted(values, counts)
    var nextValue = Tensor.zeros([batch], values.dtype, on: values.device)
    var nextAdvantage = nextValue
    var advantages: [Tensor] = []
    for place in (0..<time).reversed() {
      let value = values.select(place, along: 1)
      let isCounted = counts.select(place, along: 1)
      let error = rewards.select(place, along: 1) + discount * nextValue - value
      let advantage = error + (discount * lambda) * nextAdvantage
      advantages.append(advantage.filled(with: 0, unless: isCounted))
      nextValue = value.replaced(by: nextValue, unless: isCounted)
      nextAdvantage = advantage.replaced(by: nextAdvantage, unless: isCounted)
    }
    guard !advantages.isEmpty else { return (rewards, values) }
    let all = Tensor.stack(of: advantages.reversed(), along: 1)
    return (all, all + values)
  }
}
