import Testing
import Torch

@Suite("Generators")
struct GeneratorTests {
  @Test("repeat for a seed and differ for another")
  func seeds() {
    let first = Tensor.normal([8], using: Generator(seed: 7)).floats
    #expect(first == Tensor.normal([8], using: Generator(seed: 7)).floats)
    #expect(first != Tensor.normal([8], using: Generator(seed: 8)).floats)
  }

  @Test("go on from a saved state")
  func state() {
    let generator = Generator(seed: 1)
    _ = Tensor.uniform([5], using: generator)
    let state = generator.state
    let next = Tensor.uniform([5], using: generator).floats
    let other = Generator(seed: 99)
    other.state = state
    #expect(Tensor.uniform([5], using: other).floats == next)
  }

  @Test("draw indices as often as their probabilities say")
  func frequencies() {
    let rows = Tensor([0.2, 0.5, 0.3] as [Float], shape: [1, 3]).expanded([30_000, 3])
    let drawn = rows.sampledIndices(using: Generator(seed: 5)).integers
    for (index, share) in [0.2, 0.5, 0.3].enumerated() {
      let found = Double(drawn.count { $0 == index }) / 30_000
      #expect(abs(found - share) < 0.01)
    }
  }
}
