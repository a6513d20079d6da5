import Torch

/// One token for each row, and how likely each was.
struct TokenChoice {
  /// The ids. `[batch]`, int64
  let tokens: Tensor
  /// Under the softmax at the sampling temperature, before any filter. `[batch]`, float32
  let logProbabilities: Tensor

  /// Chooses the likeliest token of each row, or the one that a row's uniform number points at.
  ///
  /// - Parameters:
  ///   - logits: `[batch, vocabulary]`
  ///   - uniforms: In `0..<1`; none when the choice is greedy. `[batch]`
  init(logits: Tensor, _ sampling: SamplingConfiguration, uniforms: Tensor?) {
    if sampling.keepsAllTokens, hasOwnOperators(for: logits.dtype, on: logits.device) {
      (tokens, logProbabilities) = tokenChoice(
        logits: logits, temperature: sampling.isGreedy ? 1 : sampling.temperature,
        uniforms: uniforms)
      return
    }
    var scaled = logits.to(.float32)
    if !sampling.isGreedy, sampling.temperature != 1 { scaled = scaled / sampling.temperature }
    if let uniforms {
      let likely = likelyTokens(
        logits: scaled, topK: sampling.topK, topP: sampling.topP, minP: sampling.minP)
      tokens = inverseDistribution(logits: likely, at: uniforms)
    } else {
      tokens = scaled.argmax(along: 1)
    }
    logProbabilities =
      scaled.gathered(along: 1, at: tokens.unsqueezed(1)).squeezed(1) - scaled.logSumExp(along: 1)
  }
}

/// In each row the first token at which the summed probabilities exceed the row's number.
///
/// First the block of tokens is found in which that is so, then the token in it: only sums of
/// blocks are added up with many digits, and not the whole vocabulary. A row's token depends on its
/// own logits and number alone, whatever the rows beside it are.
///
/// - Parameters:
///   - logits: `[batch, vocabulary]`
///   - uniforms: In `0..<1`. `[batch]`
/// - Returns: `[batch]`, int64
func inverseDistribution(logits: Tensor, at uniforms: Tensor) -> Tensor {
  let (batch, vocabulary) = logits.shape2
  let blockCount = (vocabulary + blockSize - 1) / blockSize
  var weights = (logits - logits.max(along: 1, keepingDimension: true)).exp()
  if blockCount * blockSize > vocabulary {
    let rest = Tensor.zeros(
      [batch, blockCount * blockSize - vocabulary], weights.dtype, on: weights.device)
    weights = .concatenation(of: [weights, rest], along: 1)
  }
  let blocks = weights.reshaped([batch, blockCount, blockSize])
  let shares = blocks.sum(along: 2).to(uniforms.dtype)  // [batch, blocks]
  let (block, before) = firstExceeding(uniforms.unsqueezed(1), ofAll: shares)

  let places = block.unsqueezed(2).expanded([batch, 1, blockSize])
  let inBlock = blocks.gathered(along: 1, at: places).squeezed(1).to(uniforms.dtype)
  let whole = shares.sum(along: 1, keepingDimension: true)
  let share = shares.gathered(along: 1, at: block)
  let (place, _) = firstExceeding((uniforms.unsqueezed(1) * whole - before) / share, ofAll: inBlock)
  return (block * blockSize + place).squeezed(1)
}

/// Tokens that are summed up before the search begins.
private let blockSize = 64

/// In each row the first place at which the summed weights exceed a share of their sum, and their
/// sum before it.
///
/// A weight of zero is at no such place.
///
/// - Parameters:
///   - share: Brought into `0..<1`. `[batch, 1]`
///   - weights: `[batch, count]`
/// - Returns: `[batch, 1]` each
private func firstExceeding(
  _ share: Tensor, ofAll weights: Tensor
) -> (place: Tensor, before: Tensor) {
  let sums = weights.cumulativeSum(along: 1)
  let (_, count) = sums.shape2
  // What is short of 1 must be short of the sum: so near to 1 that the product would be rounded to
  // the whole sum is too near.
  let below = share.clamped(from: 0, to: weights.dtype == .float32 ? 1 - 0x1p-22 : 1 - 0x1p-50)
  let points = below * sums.slice((count - 1)..<count, along: 1)
  let place = (sums .<= points).sum(along: 1, keepingDimension: true)
  let upTo = sums.gathered(along: 1, at: place)
  return (place, upTo - weights.gathered(along: 1, at: place))
}
