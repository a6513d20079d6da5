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
/// So a row's token depends on its own logits and number alone, whatever the rows beside it are.
///
/// - Parameters:
///   - logits: `[batch, vocabulary]`
///   - uniforms: In `0..<1`. `[batch]`
/// - Returns: `[batch]`, int64
func inverseDistribution(logits: Tensor, at uniforms: Tensor) -> Tensor {
  let vocabulary = logits.shape2.1
  let sums = logits.to(uniforms.dtype).softmax(along: 1).cumulativeSum(along: 1)
  // The sum of all may be a little off 1, and what is short of 1 must be short of the sum: so near
  // to 1 that the product would be rounded to the whole sum is too near.
  let below = uniforms.clamped(to: uniforms.dtype == .float32 ? 1 - 0x1p-22 : 1 - 0x1p-50)
  let points = below.unsqueezed(1) * sums.slice((vocabulary - 1)..<vocabulary, along: 1)
  return (sums .<= points).sum(along: 1)
}

/// The numbers that decide what is drawn: one for each row and step, all drawn at once.
///
/// Number `row · steps + step` of the generator decides, so nothing changes when other rows end
/// early, and the generator moves on by the same amount whatever is drawn.
///
/// - Returns: In `0..<1`. `[batch, steps]`
func uniformNumbers(
  rows: Int, steps: Int, using generator: Generator, on device: Device
) -> Tensor {
  // Single precision has too few digits for unlikely tokens; one kind of device has no double.
  let dtype: DType = device.kind == .mps || generator.device.kind == .mps ? .float32 : .float64
  return Tensor.uniform([rows, steps], using: generator, dtype).to(device)
}
