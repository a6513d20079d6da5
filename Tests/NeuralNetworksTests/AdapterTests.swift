import NeuralNetworks
import Testing
import Torch

@Suite("Low-rank adapters")
struct AdapterTests {
  private let generator = Generator(seed: 5)

  private func base() throws -> ParameterStore {
    let store = ParameterStore(from: RandomParameters(using: generator), in: .float64)
    _ = try Linear(store.scope["map"], from: 6, to: 4, hasBias: true)
    try store.finish()
    return store
  }

  private func adapted(
    _ base: ParameterStore, dropout: Double = 0
  ) throws -> (store: ParameterStore, map: Linear) {
    let store = ParameterStore(
      adapting: base, by: LoRAConfiguration(rank: 2, alpha: 3, dropout: dropout),
      from: RandomParameters(using: generator))
    let map = try Linear(store.scope["map"], from: 6, to: 4, hasBias: true)
    try store.finish()
    return (store, map)
  }

  @Test("A is drawn evenly within one over the root of the inputs, B is zero")
  func start() throws {
    let (_, map) = try adapted(try base())
    let adapter = try #require(map.adapter)
    let bound = 1 / 6.0.squareRoot()
    let drawn = adapter.down.floats
    #expect(drawn.allSatisfy { abs(Double($0)) <= bound })
    #expect(drawn.contains { Double($0) < -bound / 3 } && drawn.contains { Double($0) > bound / 3 })
    #expect(adapter.up.floats.allSatisfy { $0 == 0 })
    #expect(adapter.scale == 1.5)
  }

  @Test("the change is s·B·A, and its gradients are finite differences")
  func change() throws {
    let (store, map) = try adapted(try base())
    let x = Tensor.normal([3, 6], using: generator, .float64)
    withoutGradients {
      for (_, tensor) in store.own {
        tensor.assign(Tensor.normal(tensor.shape, using: generator, .float64))
      }
    }
    let adapter = try #require(map.adapter)
    let merged = x.linear(map.weight.values + adapter.change, bias: map.bias)
    #expect((map(x) - merged).absolute().max().value < 1e-12)

    func loss() -> Tensor { (map(x) * map(x)).sum() }
    loss().backward()
    for (name, tensor) in store.own {
      let gradient = try #require(tensor.gradient, "\(name)")
      let direction = Tensor.normal(tensor.shape, using: generator, .float64)
      let step = 1e-5
      let slope = withoutGradients {
        tensor.assign(tensor + direction * step)
        let above = loss().value
        tensor.assign(tensor - direction * (2 * step))
        let below = loss().value
        tensor.assign(tensor + direction * step)
        return (above - below) / (2 * step)
      }
      let due = (gradient * direction).sum().value
      #expect(abs(slope - due) <= 1e-6 * max(1, abs(due)), "\(name): \(slope) and \(due)")
    }
    #expect(map.weight.values.gradient == nil)
  }

  @Test("dropout changes what adapters see only while it is on, and keeps the mean")
  func dropout() throws {
    let (store, map) = try adapted(try base(), dropout: 0.25)
    let adapter = try #require(map.adapter)
    withoutGradients { adapter.up.assign(Tensor.ones(adapter.up.shape, .float64)) }
    let x = Tensor.ones([20_000, 6], .float64)
    let plain = adapter(x).mean().value
    store.dropout.begin(seed: 1, on: .cpu)
    let first = adapter(x)
    store.dropout.begin(seed: 1, on: .cpu)
    let again = adapter(x)
    store.dropout.end()
    #expect(first.floats == again.floats)
    #expect(first.floats != adapter(x).floats)
    // About six standard deviations of a mean over 120 000 draws.
    #expect(abs(first.mean().value - plain) < 0.02 * adapter.down.absolute().sum().value)
    #expect(adapter(x).mean().value == plain)
  }

  @Test("stabilized ranks are scaled by their root")
  func scale() {
    #expect(LoRAConfiguration(rank: 16, alpha: 8).scale == 0.5)
    #expect(LoRAConfiguration(rank: 16, alpha: 8, stabilizesRank: true).scale == 2)
  }
}
