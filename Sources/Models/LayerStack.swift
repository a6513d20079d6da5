import NeuralNetworks
import Torch

/// One layer of a decoder.
protocol DecoderLayer {
  /// - Parameters:
  ///   - x: `[batch, time, width]`
  ///   - view: Which tokens the layer sees, and how their positions show.
  /// - Returns: Of the tokens that the view wants. `[batch, wanted or time, width]`
  func callAsFunction(_ x: Tensor, _ view: LayerView, cache: KeyValueCache?) -> Tensor
}

/// The layers of a decoder, one after the other.
struct LayerStack {
  private let store: ParameterStore
  private let layers: [(layer: any DecoderLayer, parameters: [Tensor])]

  /// - Parameters:
  ///   - scope: The place under which the layers have their numbers.
  ///   - makeLayer: Makes the layer of an index with weights from its scope.
  init(
    _ count: Int, _ scope: ParameterScope,
    makeLayer: (_ layer: Int, _ scope: ParameterScope) throws -> any DecoderLayer
  ) throws {
    store = scope.store
    layers = try (0..<count).map { (try makeLayer($0, scope[$0]), scope[$0].parameters) }
  }

  /// - Parameters:
  ///   - x: `[batch, time, width]`
  ///   - views: One for each layer.
  /// - Returns: `[batch, wanted or time, width]`
  func callAsFunction(_ x: Tensor, _ views: [LayerView], cache: KeyValueCache?) -> Tensor {
    let time = x.shape3.1
    var x = x
    for ((layer, parameters), view) in zip(layers, views) {
      // What a cache holds is written once.
      if cache == nil, store.recomputesActivations {
        let run = store.dropout.repeating { (x: Tensor) in layer(x, view, cache: nil) }
        x = recomputed([x] + parameters.filter(\.requiresGradient)) { run($0[0]) }
      } else {
        x = layer(x, view, cache: cache)
      }
    }
    cache?.advance(by: time)
    return x
  }
}
