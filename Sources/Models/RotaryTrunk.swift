import NeuralNetworks
import Torch

/// One layer of a decoder.
protocol DecoderLayer {
  /// - Parameters:
  ///   - x: `[batch, time, width]`
  ///   - view: Which tokens the layer sees, and how their positions show.
  /// - Returns: `[batch, time, width]`
  func callAsFunction(_ x: Tensor, _ view: LayerView, cache: KeyValueCache?) -> Tensor
}

/// What Llama and its kin have in common around their layers: an embedding, and a normalization at
/// the end.
struct RotaryTrunk {
  let embedding: Embedding
  private let layers: [any DecoderLayer]
  private let finalNorm: RMSNorm
  private let views: LayerViews
  private let embeddingScale: Double?

  /// - Parameters:
  ///   - embeddingScale: What the vectors of tokens are multiplied by.
  ///   - makeLayer: Makes the layer of an index with weights from its scope.
  init(
    _ configuration: ModelConfiguration, _ scope: ParameterScope, embeddingScale: Double? = nil,
    makeLayer: (_ layer: Int, _ scope: ParameterScope) throws -> any DecoderLayer
  ) throws {
    embedding = try Embedding(
      scope["embed_tokens"], count: configuration.vocabularySize, width: configuration.width,
      initially: .normal(configuration.initializationDeviation))
    layers = try (0..<configuration.layerCount).map { try makeLayer($0, scope["layers"][$0]) }
    finalNorm = try configuration.norm(scope["norm"])
    views = LayerViews(configuration, in: scope.dtype, on: scope.device)
    self.embeddingScale = embeddingScale
  }

  /// - Returns: `[batch, time, width]`
  func hiddenStates(
    of tokens: Tensor, at positions: Tensor, _ attention: AttentionPattern, cache: KeyValueCache?
  ) -> Tensor {
    let views = views(of: positions, attention, after: cache?.length ?? 0)
    var x = embedding(tokens)
    // Rounded as the weights are, which is what the models were trained with.
    if let embeddingScale { x = x * Tensor.scalar(embeddingScale, x.dtype, on: x.device) }
    for (layer, view) in zip(layers, views) { x = layer(x, view, cache: cache) }
    cache?.advance(by: tokens.shape2.1)
    return finalNorm(x)
  }
}

extension ModelConfiguration {
  /// A normalization as the family has it.
  func norm(_ scope: ParameterScope, width: Int? = nil) throws -> RMSNorm {
    try RMSNorm(
      scope, width: width ?? self.width, epsilon: normEpsilon,
      addsOne: family.format.normsAddOne)
  }
}
