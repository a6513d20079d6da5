import Foundation
import Torch

/// Logits with those of unlikely tokens set to −∞, so that these are never drawn.
///
/// In this order, each looking only at what is left, as in `transformers`:
/// - top-k keeps the k likeliest tokens.
/// - top-p keeps the fewest of the likeliest tokens whose probabilities reach p: nucleus sampling,
///   Holtzman et al. 2019 (arXiv:1904.09751), §3.1.
/// - min-p keeps tokens at least a fraction as likely as the likeliest: Nguyen et al. 2024
///   (arXiv:2407.01082).
///
/// Tokens as likely as the last one kept are kept, too; unlike `transformers`, with top-p as well.
///
/// - Parameter logits: After the temperature. `[batch, vocabulary]`
/// - Returns: `[batch, vocabulary]`
func likelyTokens(logits: Tensor, topK: Int = 0, topP: Double = 1, minP: Double = 0) -> Tensor {
  var logits = logits
  let vocabulary = logits.shape2.1
  var sorted: Tensor?
  if topK > 0, topK < vocabulary {
    let likeliest = logits.largest(topK).values  // [batch, k]
    logits = kept(logits, from: likeliest.suffix(from: topK - 1, along: 1))
    sorted = likeliest
  }
  if topP < 1 {
    logits = kept(logits, from: leastOfNucleus(logits, sorted: sorted, topP))
  }
  if minP > 0 {
    let likeliest = logits.max(along: 1, keepingDimension: true)
    logits = kept(logits, from: likeliest + log(minP))
  }
  return logits
}

/// - Parameter least: `[batch, 1]`
private func kept(_ logits: Tensor, from least: Tensor) -> Tensor {
  logits.filled(with: -.infinity, unless: logits .>= least)
}

/// The smallest logit that top-p keeps.
///
/// - Parameter sorted: The logits that are not −∞, largest first; only their order is missing
///   without it. `[batch, candidates]`
/// - Returns: `[batch, 1]`
private func leastOfNucleus(_ logits: Tensor, sorted: Tensor?, _ topP: Double) -> Tensor {
  let sorted = sorted ?? logits.sorted(descending: true).values
  let probabilities = (sorted - logits.logSumExp(along: 1, keepingDimension: true)).exp()
  // A token is needed while those before it do not reach p; the first always is.
  let isNeeded = (probabilities.cumulativeSum(along: 1) - probabilities) .< topP
  return sorted.filled(with: .infinity, unless: isNeeded).min(along: 1, keepingDimension: true)
}
