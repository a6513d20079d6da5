public import Batches
public import Models
import Objectives
public import Torch

/// What a language model says of the completions in a batch, token by token.
///
/// Each value stands at the place of the token that it is about, and is zero at all other places.
public struct CompletionLogProbabilities {
  /// log π(yₜ | x, y₍<t₎), in nats. `[batch, time]`
  public let values: Tensor
  /// The entropy of the distribution that each token was predicted from, in nats, with gradients
  /// where asked for. `[batch, time]`
  public let entropies: Tensor
  /// 1 where the token was the likeliest one. `[batch, time]`
  public let isBest: Tensor
  /// log Σᵥ π(v)² of the distribution that each token was predicted from, without gradients; where
  /// asked for. `[batch, time]`
  public let logCollisions: Tensor?
  /// Which tokens were predicted. `[batch, time]`, bool
  public let counts: Tensor
  /// How many those are.
  public let tokenCount: Int

  /// The log probability of each whole completion, in nats. `[batch]`
  public var ofSequences: Tensor { values.sum(along: 1) }
}

extension LanguageModel {
  /// Finds the log probabilities of the completions in a batch.
  ///
  /// The only way to a log probability in training: every objective takes its own from here. Only
  /// the states that predict a completion's token reach the head, and the end of the last layer.
  ///
  /// - Parameters:
  ///   - temperature: Logits are divided by it, as when the completions were sampled.
  ///   - findingCollisions: Whether the log of Σᵥ π(v)² is wanted as well.
  ///   - differentiatingEntropies: Whether gradients flow through the entropies, too.
  ///   - precision: The type of matrix products; log probabilities are float32 always.
  public func logProbabilities(
    of batch: SequenceBatch, temperature: Double = 1, precision: DType = .float32,
    findingCollisions: Bool = false, differentiatingEntropies: Bool = false
  ) -> CompletionLogProbabilities {
    withProducts(in: precision, on: device) {
      let text = batch.unpadded
      let predicted = PredictedTokens(of: batch.tokens, where: batch.isCompletion)
      let (wanted, indices) = text.read(at: predicted.predecessorIndices)
      let hidden = decoder.hiddenStates(
        of: text.tokens, at: text.positions, text.attention, wanted: wanted)
      let found = headLogProbabilities(
        hidden: hidden.squeezed(0).rows(at: indices), outputWeight: outputWeight,
        targets: predicted.targets, temperature: temperature, softcap: logitSoftcap,
        findingCollisions: findingCollisions,
        differentiatingEntropies: differentiatingEntropies)
      return CompletionLogProbabilities(
        values: predicted.spread(found.logProbabilities),
        entropies: predicted.spread(found.entropies),
        isBest: predicted.spread(found.isBest.to(.float32)),
        logCollisions: found.logCollisions.map(predicted.spread),
        counts: predicted.spread(Tensor.ones([predicted.count], .float32, on: device)) .> 0,
        tokenCount: predicted.count)
    }
  }
}
