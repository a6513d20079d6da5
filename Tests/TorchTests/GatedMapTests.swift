import Testing
import Torch

/// The operator of libCTorch gives in float32 what libtorch's own give in float64, one after the other.
@Suite("A gated map")
struct GatedMapTests {
  private func sample(_ shape: [Int], seed: UInt64) -> Tensor {
    .normal(shape, using: Generator(seed: seed), .float64)
  }

  private func operations(_ gate: Tensor, _ up: Tensor, _ weight: Tensor, _ bias: Tensor?) -> Tensor
  {
    (gate.silu() * up).linear(weight, bias: bias)
  }

  @Test(
    "and its gradients are what libtorch makes of its parts",
    arguments: [[3, 21], [2, 5, 37], [1, 300, 64], [1, 1]], [true, false])
  func agreement(shape: [Int], hasBias: Bool) {
    let (hidden, width) = (shape[shape.count - 1], 6)
    // Gates far from zero, too, where SiLU is flat or straight.
    let inputs = [
      sample(shape, seed: 1) * 8, sample(shape, seed: 2), sample([width, hidden], seed: 3),
      sample([width], seed: 4),
    ]
    let factors = sample(shape.dropLast() + [width], seed: 5)
    let wide = inputs.map { $0 * 1 }
    for leaf in wide { leaf.requiresGradient = true }
    let due = operations(wide[0], wide[1], wide[2], hasBias ? wide[3] : nil)
    let count = hasBias ? 4 : 3
    let dueGradients = (due * factors).sum().gradients(of: Array(wide.prefix(count)))

    let own = inputs.map { leaf($0, true) }
    let found = own[0].gatedMap(own[1], weight: own[2], bias: hasBias ? own[3] : nil)
    #expect(found.shape == due.shape)
    expectNear(found, due)
    let gradients = (found * factors.to(.float32)).sum().gradients(of: Array(own.prefix(count)))
    for (one, other) in zip(gradients, dueGradients) {
      expectNear(one ?? .zeros([1]), other ?? .zeros([1]))
    }
  }

  @Test("without a map", arguments: [[3, 21], [1, 300, 64]])
  func units(shape: [Int]) {
    let wide = [sample(shape, seed: 1) * 8, sample(shape, seed: 2)]
    let own = wide.map { leaf($0, true) }
    for leaf in wide { leaf.requiresGradient = true }
    let factors = sample(shape, seed: 5)
    let (due, found) = (wide[0].silu() * wide[1], own[0].gatedUnits(own[1]))
    expectNear(found, due)
    let dueGradients = (due * factors).sum().gradients(of: wide)
    let gradients = (found * factors.to(.float32)).sum().gradients(of: own)
    for (one, other) in zip(gradients, dueGradients) {
      expectNear(one ?? .zeros([1]), other ?? .zeros([1]))
    }
  }

  @Test("gives gradients to those alone that learn", arguments: 0..<4)
  func frozen(only: Int) {
    let inputs = [
      sample([7, 12], seed: 1), sample([7, 12], seed: 2), sample([5, 12], seed: 3),
      sample([5], seed: 4),
    ].enumerated().map { leaf($1, $0 == only) }
    func gradient(_ y: Tensor) -> Tensor? { y.squared().sum().gradients(of: [inputs[only]])[0] }
    let due = gradient(operations(inputs[0], inputs[1], inputs[2], inputs[3]))
    let found = gradient(inputs[0].gatedMap(inputs[1], weight: inputs[2], bias: inputs[3]))
    #expect(due != nil && found != nil)
    expectNear(found ?? .zeros([1]), due ?? .zeros([1]))
  }

  @Test("takes what lies apart in memory as well")
  func strided() {
    let both = sample([9, 2, 16], seed: 1).to(.float32)
    let weight = sample([4, 16], seed: 2).to(.float32)
    let (gate, up) = (both.select(0, along: 1), both.select(1, along: 1))
    expectNear(
      gate.gatedMap(up, weight: weight, bias: nil), operations(gate, up, weight, nil))
  }
}
