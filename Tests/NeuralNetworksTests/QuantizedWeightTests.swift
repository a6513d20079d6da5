import NeuralNetworks
import Testing
import Torch

@Suite("Weights in four bits")
struct QuantizedWeightTests {
  private let generator = Generator(seed: 5)

  @Test("every level comes back exactly, times the block's largest magnitude")
  func levels() {
    // NF4 as published: Dettmers et al. 2023 (arXiv:2305.14314), appendix E.
    let levels: [Float] = [
      -1.0, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635,
      -0.18477343022823334, -0.09105003625154495, 0.0, 0.07958029955625534, 0.16093020141124725,
      0.24611230194568634, 0.33791524171829224, 0.44070982933044434, 0.5626170039176941,
      0.7229568362236023, 1.0,
    ]
    let numbers = [0.25, 3].flatMap { scale in (0..<4).flatMap { _ in levels.map { $0 * scale } } }
    let found = QuantizedWeight(Tensor(numbers as [Float], shape: [8, 16])).values
    #expect(found.shape == [8, 16])
    for (value, due) in zip(found.floats, numbers) { #expect(abs(value - due) < 1e-6) }
  }

  @Test("no number is off by more than half of the widest gap between levels")
  func error() {
    let weight = Tensor.normal([64, 128], using: generator)
    let found = QuantizedWeight(weight).values
    let blocks = weight.reshaped([-1, 64])
    let largest = blocks.absolute().max(along: 1, keepingDimension: true)
    let relative = (found.reshaped([-1, 64]) - blocks).absolute() / largest
    // The widest gap is from −1 to −0.6962.
    #expect(relative.max().value <= 0.152)
    // Blocks of normal numbers are off by about a tenth of their spread.
    #expect((found - weight).absolute().mean().value < 0.1)
  }

  @Test("a block of zeros stays zero")
  func zeros() {
    #expect(QuantizedWeight(.zeros([2, 64])).values.floats.allSatisfy { $0 == 0 })
  }

  @Test("a map over four bits gives what its numbers give, and gradients to its input and adapter")
  func map() throws {
    let base = ParameterStore(
      from: RandomParameters(using: generator), quantizingLinearMaps: true)
    _ = try Linear(base.scope["map"], from: 64, to: 8)
    try base.finish()
    #expect(base.named.isEmpty && base.quantizedCount == 1)
    let store = ParameterStore(
      adapting: base, by: LoRAConfiguration(rank: 2), from: RandomParameters(using: generator))
    let map = try Linear(store.scope["map"], from: 64, to: 8)
    try store.finish()
    guard case .quantized = map.weight else { throw Unexpected() }

    let x = Tensor.normal([3, 64], using: generator)
    x.requiresGradient = true
    let y = map(x)
    let values = map.weight.values
    #expect((y - x.linear(values)).absolute().max().value < 1e-6)
    (y * y).sum().backward()
    let gradient = try #require(x.gradient)
    let due = withoutGradients { (2 * y).matmul(values) }
    #expect((gradient - due).absolute().max().value < 1e-5)
    #expect(map.adapter?.up.gradient != nil)
  }

  private struct Unexpected: Error {}
}
