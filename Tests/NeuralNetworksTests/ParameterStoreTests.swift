import NeuralNetworks
import Testing
import Torch

@Suite("Parameter store")
struct ParameterStoreTests {
  @Test("names are paths, and one asked for twice is the same tensor")
  func names() throws {
    let store = ParameterStore(from: RandomParameters(using: Generator(seed: 0)))
    let first = try store.scope["layers"][3].parameter("weight", shape: [2])
    let second = try store.scope["layers"]["3"].parameter("weight", shape: [2])
    _ = try store.scope.parameter("bias", shape: [1], initially: .ones)
    #expect(first === second)
    #expect(store.named.map(\.name) == ["layers.3.weight", "bias"])
    #expect(store["layers.3.weight"] === first)
    #expect(store.elementCount == 3)
    #expect(first.requiresGradient)
  }

  @Test("weights are copied out of the source, into the store's type")
  func copying() throws {
    let given = Tensor([Float(1), 2])
    let store = ParameterStore(from: GivenParameters(["w": given]), in: .float64)
    let own = try store.scope.parameter("w", shape: [2])
    #expect(own.dtype == .float64)
    given.fill(9)
    #expect(own.floats == [1, 2])
    let same = ParameterStore(from: GivenParameters(["w": given]))
    let copy = try same.scope.parameter("w", shape: [2])
    given.fill(5)
    #expect(copy.floats == [9, 9])
  }

  @Test("tensors that nobody asked for are an error that names them")
  func leftOver() throws {
    let tensors = ["a": Tensor([1.0]), "b.odd": Tensor([1.0]), "c": Tensor([1.0])]
    let store = ParameterStore(from: GivenParameters(tensors))
    _ = try store.scope.parameter("a", shape: [1])
    let error = #expect(throws: NeuralNetworkError.self) { try store.finish { $0 == "c" } }
    #expect(error == .leftOver(names: ["b.odd"], file: "given.safetensors"))
    let again = ParameterStore(from: GivenParameters(tensors))
    #expect(throws: Never.self) { try again.finish { _ in true } }
  }

  @Test("a copied store asks for every weight of the other, in its shape")
  func storedParameters() throws {
    let store = ParameterStore(from: RandomParameters(using: Generator(seed: 0)))
    _ = try store.scope.parameter("a", shape: [2, 2])
    _ = try store.scope.parameter("b", shape: [2])
    let copy = ParameterStore(from: StoredParameters(of: store))
    #expect(try copy.scope.parameter("a", shape: [2, 2]).floats == store["a"]?.floats)
    #expect(throws: NeuralNetworkError.self) { try copy.scope.parameter("b", shape: [3]) }
    #expect(throws: NeuralNetworkError.self) { try copy.scope.parameter("c", shape: [3]) }
    #expect(throws: NeuralNetworkError.self) { try copy.finish() }
  }

  @Test("random weights have the deviation asked for")
  func deviation() throws {
    let store = ParameterStore(from: RandomParameters(using: Generator(seed: 0)))
    let drawn = try store.scope.parameter("a", shape: [100, 100], initially: .normal(0.5))
    expectClose([drawn.squared().mean().value.squareRoot()], [0.5], within: 0.01)
    #expect(try store.scope.parameter("b", shape: [2], initially: .zeros).floats == [0, 0])
    #expect(try store.scope.parameter("c", shape: [2], initially: .ones).floats == [1, 1])
  }
}
