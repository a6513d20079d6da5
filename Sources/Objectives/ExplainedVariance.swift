public import Torch

/// The share of the returns' variance that the critic foresaw.
///
///     1 − Var(R − V) / Var(R)
///
/// 1 is a perfect critic, 0 one that knows no more than the mean; below 0 it harms.
///
/// - Parameters:
///   - values: V. `[batch, time]`
///   - returns: R. `[batch, time]`
///   - counts: Which places count. `[batch, time]`, bool
/// - Returns: 0 where the returns do not vary. `[]`
public func explainedVariance(of values: Tensor, returns: Tensor, where counts: Tensor) -> Tensor {
  withoutGradients {
    let error = variance(of: returns - values, where: counts)
    let all = variance(of: returns, where: counts)
    return (1 - error / all).filled(with: 0, unless: all .> 0)
  }
}

private func variance(of values: Tensor, where counts: Tensor) -> Tensor {
  mean(of: (values - mean(of: values, where: counts)).squared(), where: counts)
}
