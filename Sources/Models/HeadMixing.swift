import NeuralNetworks
import Torch

/// What attention does between its linear maps: turn, remember, and mix values.
struct HeadMixing {
  let headWidth: Int
  private let layer: Int
  private let scale: Double?
  private let softcap: Double?

  init(_ configuration: ModelConfiguration, layer: Int) {
    headWidth = configuration.headWidth
    self.layer = layer
    scale = configuration.attentionScale
    softcap = configuration.softcaps.attention
  }

  /// - Parameters:
  ///   - queries: `[batch, time, heads, head width]`
  ///   - keys: `[batch, time, key heads, head width]`
  ///   - values: `[batch, time, key heads, head width]`
  /// - Returns: Of the tokens that the view wants. `[batch, wanted or time, heads · head width]`
  func callAsFunction(
    queries: Tensor, keys: Tensor, values: Tensor, _ view: LayerView, cache: KeyValueCache?
  ) -> Tensor {
    let (batch, time, _, _) = queries.shape4
    if time == 1, softcap == nil, let cache,
      let mixed = cache.mixed(queries, keys, values, view, layer: layer, scale: scale)
    {
      return mixed
    }
    func turned(_ x: Tensor) -> Tensor { (view.rotation?(x) ?? x).transposed(1, 2) }
    let queries = turned(queries)  // [batch, heads, time, head width]
    var (keys, values) = (turned(keys), values.transposed(1, 2))
    if let cache { (keys, values) = cache.append(keys, values, layer: layer) }
    let mixed = attention(
      queries: queries, keys: keys, values: values, view.pattern, scale: scale, softcap: softcap)
    return view.wanted(of: mixed.transposed(1, 2).reshaped([batch, time, -1]))
  }
}
