import Testing
import Torch

/// The operator of libCTorch gives in float32 what libtorch's own gives in float64.
@Suite("Normalization by the root of the mean square")
struct RMSNormTests {
  private func sample(_ shape: [Int], seed: UInt64) -> Tensor {
    .normal(shape, using: Generator(seed: seed), .float64)
  }

  @Test(
    "and its gradients", arguments: [[3, 21], [2, 5, 37], [1, 300, 64], [130, 8], [1, 1]],
    [1e-6, 0.1])
  func agreement(shape: [Int], epsilon: Double) {
    let width = shape[shape.count - 1]
    let wide = [sample(shape, seed: 1) * 4, sample([width], seed: 2)]
    let own = wide.map { leaf($0) }
    for leaf in wide { leaf.requiresGradient = true }
    let factors = sample(shape, seed: 3)
    let due = wide[0].rmsNormalized(weight: wide[1], epsilon: epsilon)
    let found = own[0].rmsNormalized(weight: own[1], epsilon: epsilon)
    expectNear(found, due)
    let dueGradients = (due * factors).sum().gradients(of: wide)
    let gradients = (found * factors.to(.float32)).sum().gradients(of: own)
    for (one, other) in zip(gradients, dueGradients) {
      expectNear(one ?? .zeros([1]), other ?? .zeros([1]))
    }
  }

  @Test("gives a gradient to the one that learns", arguments: 0..<2)
  func frozen(only: Int) {
    let wide = [sample([70, 12], seed: 1), sample([12], seed: 2)]
    let own = wide.enumerated().map { leaf($1, $0 == only) }
    wide[only].requiresGradient = true
    func gradient(_ x: [Tensor]) -> Tensor? {
      let y = x[0].rmsNormalized(weight: x[1], epsilon: 1e-5)
      return (y * y).sum().gradients(of: [x[only]])[0]
    }
    let (due, found) = (gradient(wide), gradient(own))
    #expect(due != nil && found != nil)
    expectNear(found ?? .zeros([1]), due ?? .zeros([1]))
  }

  @Test("takes what lies apart in memory, and a gradient that does")
  func strided() {
    let wide = [sample([16, 2, 9], seed: 1), sample([16], seed: 2)]
    let own = wide.map { leaf($0) }
    for leaf in wide { leaf.requiresGradient = true }
    func gradients(_ x: [Tensor]) -> [Tensor?] {
      let y = x[0].transposed(0, 2).rmsNormalized(weight: x[1], epsilon: 1e-5)
      return y.transposed(0, 1).exp().sum().gradients(of: x)
    }
    for (one, other) in zip(gradients(own), gradients(wide)) {
      expectNear(one ?? .zeros([1]), other ?? .zeros([1]))
    }
  }

  @Test("is libtorch's own where an operation is in half precision")
  func narrow() {
    let (x, weight) = (sample([5, 24], seed: 1).to(.bfloat16), sample([24], seed: 2).to(.bfloat16))
    let found = x.rmsNormalized(weight: weight, epsilon: 1e-5)
    #expect(found.dtype == .bfloat16)
    let due = x.to(.float64).rmsNormalized(weight: weight.to(.float64), epsilon: 1e-5)
    #expect((found.to(.float64) - due).absolute().max().value < 0.02)
  }
}
