import NeuralNetworks
import Torch

/// What one layer sees of a batch: which tokens, and how their positions turn queries and keys.
struct LayerView {
  let pattern: AttentionPattern
  let rotation: Rotation?
  /// The places in time that anything is asked of after the layer's attention; all when nil.
  /// `[wanted]`, int64
  var wanted: Tensor?

  /// What there is of the tokens that are wanted.
  ///
  /// - Parameter x: `[batch, time, width]`
  /// - Returns: `[batch, wanted or time, width]`
  func wanted(of x: Tensor) -> Tensor { wanted.map { x.rows(at: $0, along: 1) } ?? x }
}

/// Makes the views of all layers; layers that are alike share theirs.
struct LayerViews {
  private let kinds: [(layer: ModelConfiguration.Layer, rotary: RotaryEmbedding?)]
  /// The place of each layer's kind.
  private let kindOfLayer: [Int]

  init(_ configuration: ModelConfiguration, in dtype: DType, on device: Device) {
    var kinds: [ModelConfiguration.Layer] = []
    for layer in configuration.layers where !kinds.contains(layer) { kinds.append(layer) }
    kindOfLayer = configuration.layers.compactMap(kinds.firstIndex)
    self.kinds = kinds.map { layer in
      let embedding = layer.rotary.map { rotary in
        RotaryEmbedding(
          width: rotary.turnedWidth(ofHead: configuration.headWidth), base: rotary.base,
          scaling: rotary.scaling, maximumPositions: configuration.maximumPositions, in: dtype,
          on: device)
      }
      return (layer, embedding)
    }
  }

  /// - Parameters:
  ///   - positions: `[batch, time]`, int64
  ///   - attention: Which tokens may be seen at all.
  ///   - wanted: The places that the last layer is asked for; all when nil. `[wanted]`, int64
  ///   - past: The number of slots before these tokens.
  /// - Returns: One view for each layer.
  func callAsFunction(
    of positions: Tensor, _ attention: AttentionPattern, wanted: Tensor?, after past: Int
  ) -> [LayerView] {
    let (_, time) = positions.shape2
    let slotCount = attention.longestText ?? past + time
    let views = kinds.map { layer, rotary in
      LayerView(
        pattern: attention.covering(
          time, after: past, window: layer.window, on: positions.device),
        rotation: rotary?.rotation(at: positions, slotCount: slotCount))
    }
    var ofLayers = kindOfLayer.map { views[$0] }
    if !ofLayers.isEmpty { ofLayers[ofLayers.count - 1].wanted = wanted }
    return ofLayers
  }
}

extension AttentionPattern {
  /// How many tokens the longest of several texts in one row has.
  fileprivate var longestText: Int? {
    if case .texts(let layout) = self { layout.longestText } else { nil }
  }

  /// The pattern over `past` slots and then `time` new ones, in a form for a layer.
  ///
  /// - Parameter window: How many slots each token sees at most, its own and those before it; all
  ///   when nil. Slots and not positions count: padding stands before or behind a text.
  func covering(
    _ time: Int, after past: Int, window: Int? = nil, on device: Device
  ) -> AttentionPattern {
    if case .texts(let layout) = self {
      precondition(past == 0, "texts in one row follow \(past) slots of a cache")
      return .texts(TextLayout(layout.parts, window: window))
    }
    if let window, window < past + time {
      return within(attentionBand(time, after: past, window: window, on: device))
    }
    guard case .causal = self else { return self }
    if time == 1 { return .full }
    if past == 0 { return .causal }
    return .allowed(isBefore(time, after: past, on: device).reshaped([1, 1, time, past + time]))
  }

  /// What both allow.
  ///
  /// - Parameter band: `[query time, key time]`, bool
  private func within(_ band: Tensor) -> AttentionPattern {
    let (time, slots) = band.shape2
    let band = band.reshaped([1, 1, time, slots])
    if case .allowed(let attends) = self { return .allowed(attends .&& band) }
    return .allowed(band)
  }
}

/// Whether a slot is that of a query or before it. `[time, past + time]`, bool
private func isBefore(_ time: Int, after past: Int, on device: Device) -> Tensor {
  Tensor.ones([time, past + time], .bool, on: device).lowerTriangle(diagonal: past)
}
