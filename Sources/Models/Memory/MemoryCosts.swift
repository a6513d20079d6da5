public import NeuralNetworks
public import Torch

/// What a model costs in memory, in numbers of its configuration alone.
///
/// What the backward pass needs is counted operation by operation, as autograd keeps it. Nothing is
/// measured here, and libtorch is not needed.
public struct MemoryCosts: Sendable, Equatable {
  /// Numbers of all weights, adapters not among them.
  public let parameterCount: Int
  /// Bytes of all weights, adapters not among them.
  public let weightBytes: Int
  /// Numbers of adapters, and of a head beside them; 0 without adapters.
  public let adapterCount: Int
  /// Bytes kept for the backward pass for each token.
  public let keptBytesPerToken: Int
  /// Bytes kept for each token and each token of its row.
  public let keptBytesPerPair: Int
  /// Bytes kept once for a backward pass: weights in the type of matrix products.
  public let keptBytesPerPass: Int
  /// Bytes for each token that exist only while a layer is at work, forward or backward.
  public let passingBytesPerToken: Int
  /// Bytes that exist only while a layer is at work, whatever the tokens: weights out of four bits.
  public let passingBytes: Int
  /// Bytes of keys and values for each token that is decoded.
  public let cacheBytesPerToken: Int
  /// The number of tokens that there are; 0 for a head that gives one number.
  public let vocabularySize: Int
  /// Bytes of the head's weights, and so of one gradient of them.
  public let headBytes: Int

  /// Counts.
  ///
  /// - Parameters:
  ///   - lora: Adapters, if the rank is more than 0.
  ///   - precision: The type of matrix products; weights are float32.
  public init(
    _ configuration: ModelConfiguration, _ head: ModelConfiguration.Head,
    lora: LoRAConfiguration = LoRAConfiguration(), precision: DType = .float32
  ) {
    let layers = configuration.layerSizes
    let width = configuration.width
    let maps = layers.flatMap(\.maps)
    let isNarrow = precision.byteCount < wideBytes
    parameterCount = configuration.parameterCount(head, layers)
    let quantized = lora.quantizesBase ? maps.filter(\.canBeQuantized) : []
    let quantizedCount = quantized.reduce(0) { $0 + $1.weightCount }
    weightBytes =
      (parameterCount - quantizedCount) * wideBytes
      + quantizedCount / 2 + quantizedCount / QuantizedWeight.blockSize * wideBytes
    let adapted = lora.rank > 0 ? maps.filter { lora.adapts($0.name) } : []
    let scores = head == .scalar && lora.rank > 0 ? configuration.rewardHeads.count * width : 0
    adapterCount =
      adapted.reduce(scores) { $0 + lora.rank * ($1.inputWidth + $1.outputWidth) }
    let kept = layers.flatMap(\.kept).filter { $0.isKept(under: lora, isNarrow) }
    let narrow = kept.filter(\.isNarrow).reduce(0) { $0 + $1.count }
    let wide = kept.filter { !$0.isNarrow }.reduce(0) { $0 + $1.count }
    // Around the layers: cosines and sines, the last normalization and what the head reads.
    let around = 2 * configuration.headWidth + 2 * width
    keptBytesPerToken =
      (wide + around) * wideBytes + narrow * precision.byteCount
      + adapted.count * lora.rank * wideBytes
    keptBytesPerPair = layers.reduce(0) { $0 + $1.keptPerPair } * wideBytes
    headBytes = head == .language ? configuration.vocabularySize * width * wideBytes : 0
    keptBytesPerPass =
      isNarrow
      ? maps.reduce(headBytes / wideBytes) { $0 + $1.weightCount } * precision.byteCount : 0
    passingBytesPerToken = 3 * (configuration.hiddenWidth + width) * wideBytes
    // The codes as indices, the values in pairs, and the values as a weight.
    passingBytes = 3 * wideBytes * (quantized.map(\.weightCount).max() ?? 0)
    cacheBytesPerToken =
      2 * configuration.layerCount * configuration.keyValueHeadCount * configuration.headWidth
      * wideBytes
    vocabularySize = head == .language ? configuration.vocabularySize : 0
  }

  /// Numbers that learn: those of adapters, or all.
  public var trainedCount: Int { adapterCount > 0 ? adapterCount : parameterCount }
}

/// Bytes of a number of a weight.
private let wideBytes = 4

extension LayerSize.Map {
  fileprivate var canBeQuantized: Bool { weightCount % QuantizedWeight.blockSize == 0 }
}

extension LayerSize.Kept {
  /// Whether it is kept with these adapters, and products in float32 or less.
  fileprivate func isKept(under lora: LoRAConfiguration, _ hasNarrowProducts: Bool) -> Bool {
    let learnsAll = lora.rank == 0
    switch reason {
    case .always: return true
    case .maps(let names): return learnsAll || names.contains(where: lora.adapts)
    case .apart: return hasNarrowProducts
    case .apartForVectors: return learnsAll && hasNarrowProducts
    case .behindGate(let map):
      let isAdapted = !learnsAll && lora.adapts(map)
      return isAdapted || learnsAll && hasNarrowProducts
    }
  }
}

extension LoRAConfiguration {
  /// Whether a map whose name ends so has an adapter.
  fileprivate func adapts(_ name: String) -> Bool {
    targets.contains { $0 == LoRAConfiguration.everyMap || $0 == name || $0.hasSuffix("." + name) }
  }
}

extension ModelConfiguration {
  /// The number of a model's weights.
  fileprivate func parameterCount(_ head: Head, _ layers: [LayerSize]) -> Int {
    let isPlain = family == .gpt2 || family == .gptNeoX
    let embeddings = vocabularySize * width + (family == .gpt2 ? maximumPositions * width : 0)
    let finalNorm = isPlain ? 2 * width : width
    let output =
      switch head {
      case .language: tiesEmbeddings ? 0 : vocabularySize * width
      case .scalar: rewardHeads.count * width
      }
    return layers.reduce(embeddings + finalNorm + output) { $0 + $1.parameterCount }
  }
}
