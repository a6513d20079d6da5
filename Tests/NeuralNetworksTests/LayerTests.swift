import NeuralNetworks
import Testing
import Torch

@Suite("Layers by hand")
struct LayerTests {
  private func scope(_ tensors: [String: Tensor]) -> ParameterScope {
    ParameterStore(from: GivenParameters(tensors)).scope
  }

  @Test("a linear map multiplies by the transposed weight and adds the bias")
  func linear() throws {
    let scope = scope([
      "a.weight": Tensor([1.0, 2, 3, 4, 5, 6], shape: [3, 2]), "a.bias": Tensor([1.0, 0, -1]),
    ])
    let plain = try Linear(scope["a"], from: 2, to: 3)
    let biased = try Linear(scope["a"], from: 2, to: 3, hasBias: true)
    let x = Tensor([Float(1), -1], shape: [1, 2])
    #expect(plain(x).floats == [-1, -1, -1])
    #expect(biased(x).floats == [0, -1, -2])
  }

  @Test("a transposed linear map takes its weight as it is stored")
  func transposedLinear() throws {
    let scope = scope([
      "weight": Tensor([1.0, 3, 5, 2, 4, 6], shape: [2, 3]), "bias": Tensor([1.0, 0, -1]),
    ])
    let map = try TransposedLinear(scope, from: 2, to: 3)
    #expect(map(Tensor([Float(1), -1], shape: [1, 2])).floats == [0, -1, -2])
  }

  @Test("an embedding gives the rows of its ids")
  func embedding() throws {
    let scope = scope(["weight": Tensor([1.0, 2, 3, 4, 5, 6], shape: [3, 2])])
    let embedding = try Embedding(scope, count: 3, width: 2)
    let found = embedding(Tensor([2, 0], shape: [1, 2]))
    #expect(found.shape == [1, 2, 2])
    #expect(found.floats == [5, 6, 1, 2])
  }

  @Test("RMSNorm divides by the root of the mean square")
  func rmsNorm() throws {
    // Mean square of 3 and 4 is 12.5; with 3.5 added, the root is 4.
    let norm = try RMSNorm(scope(["weight": Tensor([1.0, 2])]), width: 2, epsilon: 3.5)
    expectClose(norm(Tensor([Float(3), 4])).doubles, [0.75, 2], within: 1e-6)
  }

  @Test("RMSNorm adds one to a weight that is stored less one")
  func rmsNormAddingOne() throws {
    let scope = scope(["weight": Tensor([0.0, 0.001])])
    let norm = try RMSNorm(scope, width: 2, epsilon: 3.5, addsOne: true)
    expectClose(norm(Tensor([Float(3), 4])).doubles, [0.75, 1.001], within: 1e-6)
    #expect(norm(Tensor([Float(3), 4]).to(.bfloat16)).dtype == .bfloat16)
    let new = try RMSNorm(
      ParameterStore(from: RandomParameters(using: Generator(seed: 0))).scope, width: 2,
      epsilon: 0, addsOne: true)
    #expect(new.weight.floats == [0, 0])
  }

  @Test("LayerNorm takes off the mean and divides by the deviation")
  func layerNorm() throws {
    // Mean 3, variance 4; with 5 added, the root is 3.
    let norm = try LayerNorm(
      scope(["weight": Tensor([1.0, 2]), "bias": Tensor([0.5, 0])]), width: 2, epsilon: 5)
    expectClose(norm(Tensor([Float(1), 5])).doubles, [-2.0 / 3 + 0.5, 4.0 / 3], within: 1e-6)
  }
}
