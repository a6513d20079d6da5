import Testing
import Torch

@Suite("Gradients")
struct GradientTests {
  init() { threadCount = 1 }

  @Test("of a sum of squares are twice the values")
  func squares() {
    let weights = Tensor([1, -2, 3] as [Float])
    weights.requiresGradient = true
    weights.squared().sum().backward()
    #expect(weights.gradient?.floats == [2, -4, 6])
    weights.squared().sum().backward()
    #expect(weights.gradient?.floats == [4, -8, 12], "a second backward adds up")
    weights.gradient = nil
    #expect(weights.gradient == nil)
  }

  @Test("equal finite differences through attention and normalization")
  func finiteDifferences() {
    let generator = Generator(seed: 1)
    let point = Tensor.normal([1, 2, 3, 4], using: generator, .float64)
    let weight = Tensor.ones([4], .float64)
    func function(_ x: Tensor) -> Tensor {
      let normal = x.rmsNormalized(weight: weight, epsilon: 1e-6)
      let plain = attention(queries: normal, keys: normal.silu(), values: x, .causal)
      let seesNothingFirst = Tensor.ones([3, 3], .bool).lowerTriangle(diagonal: -1)
      let capped = attention(
        queries: x, keys: normal, values: x, .allowed(seesNothingFirst), softcap: 0.8)
      return (plain + capped).squared().sum()
    }
    let leaf = point.copy()
    leaf.requiresGradient = true
    let gradient = function(leaf).gradients(of: [leaf])[0]?.array(Double.self) ?? []
    let values = point.array(Double.self)
    for index in values.indices {
      let change = 1e-6
      var up = values
      var down = values
      up[index] += change
      down[index] -= change
      let rise = function(Tensor(up, shape: point.shape)).value
      let slope = (rise - function(Tensor(down, shape: point.shape)).value) / (2 * change)
      #expect(abs(slope - gradient[index]) < 1e-6)
    }
  }

  @Test("are not recorded where they are not wanted")
  func notRecorded() {
    let weights = Tensor.ones([2])
    weights.requiresGradient = true
    let product = withoutGradients { weights * 2 }
    #expect(!product.requiresGradient)
    #expect((weights * 2).requiresGradient, "the mode ends with the closure")
  }

  @Test("flow through bfloat16 products to float32 weights")
  func autocast() {
    let weights = Tensor.ones([2, 2])
    weights.requiresGradient = true
    let output = withAutocast(to: .bfloat16, on: .cpu) { Tensor.ones([1, 2]).matmul(weights) }
    #expect(output.dtype == .bfloat16)
    output.to(.float32).sum().backward()
    #expect(weights.gradient?.dtype == .float32)
    #expect(Tensor.ones([1, 2]).matmul(weights).dtype == .float32)
  }
}
