import NeuralNetworks
import Torch

/// What Llama and its kin have in common around their layers: an embedding, and a normalization at
/// the end.
struct RotaryTrunk {
  let embedding: Embedding
  private let layers: LayerStack
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
    layers = try LayerStack(configuration.layerCount, scope["layers"], makeLayer: makeLayer)
    finalNorm = try configuration.norm(scope["norm"])
    views = LayerViews(configuration, in: scope.dtype, on: scope.device)
    self.embeddingScale = embeddingScale
  }

  /// - Returns: `[batch, wanted or time, width]`
  func hiddenStates(
    of tokens: Tensor, at positions: Tensor, _ attention: AttentionPattern, wanted: Tensor?,
    cache: KeyValueCache?
  ) -> Tensor {
    let views = views(of: positions, attention, wanted: wanted, after: cache?.length ?? 0)
    var x = embedding(tokens)
    // Rounded as the weights are, which is what the models were trained with.
    if let embeddingScale { x = x * Tensor.scalar(embeddingScale, x.dtype, on: x.device) }
    return finalNorm(layers(x, views, cache: cache))
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
