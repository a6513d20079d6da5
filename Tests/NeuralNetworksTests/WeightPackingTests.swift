import NeuralNetworks
import Testing
import Torch

@Suite("Packed weights")
struct WeightPackingTests {
  private func maps() throws -> (store: ParameterStore, Linear, TransposedLinear) {
    let generator = Generator(seed: 5)
    func drawn(_ shape: [Int]) -> Tensor { .normal(shape, using: generator) }
    let store = ParameterStore(
      from: GivenParameters([
        "a.weight": drawn([24, 40]), "a.bias": drawn([24]), "b.weight": drawn([40, 24]),
        "b.bias": drawn([24]),
      ]))
    return (
      store, try Linear(store.scope["a"], from: 40, to: 24, hasBias: true),
      try TransposedLinear(store.scope["b"], from: 40, to: 24)
    )
  }

  @Test("multiply as the weights do", arguments: [[6, 40], [6, 1, 40], [2, 3, 40]])
  func equality(shape: [Int]) throws {
    let (store, plain, transposed) = try maps()
    let x = Tensor.normal(shape, using: Generator(seed: 6))
    withoutGradients {
      for map in [plain.callAsFunction, transposed.callAsFunction] {
        let due = map(x)
        let found = store.packing.during(rowCount: 6) { map(x) }
        #expect(found.shape == due.shape)
        expectClose(found.doubles, due.doubles, within: 2e-5)
      }
    }
  }

  @Test("are used while they are there, and are gone before the weights change")
  func lifetime() throws {
    let (store, map, _) = try maps()
    let x = Tensor.ones([1, 40])
    withoutGradients {
      let before = map(x).doubles
      store.packing.during(rowCount: 1) {
        map.weight.values.fill(0)
        expectClose(map(x).doubles, before, within: 2e-5)
      }
      #expect(map(x).doubles != before)
    }
  }

  @Test("of maps of one input make one product, with biases where there are any")
  func joint() throws {
    let generator = Generator(seed: 7)
    let store = ParameterStore(
      from: GivenParameters([
        "a.weight": .normal([24, 40], using: generator), "a.bias": .normal([24], using: generator),
        "b.weight": .normal([8, 40], using: generator),
      ]))
    let joint = JointLinear(
      [
        try Linear(store.scope["a"], from: 40, to: 24, hasBias: true),
        try Linear(store.scope["b"], from: 40, to: 8),
      ], in: store)
    let x = Tensor.normal([5, 1, 40], using: generator)
    withoutGradients {
      let due = joint(x)
      store.packing.during(rowCount: 5) {
        for map in joint.maps { map.weight.values.fill(0) }
        for (found, due) in zip(joint(x), due) {
          #expect(found.shape == due.shape)
          expectClose(found.doubles, due.doubles, within: 2e-5)
        }
      }
      #expect(joint(x)[1].doubles.allSatisfy { $0 == 0 })
    }
  }
}
