import Testing

@testable import Torch

/// Products of float32 whose factors are rounded to bfloat16: what comes out is float32, and near to the product of
/// the rounded factors.
@Suite("Products in bfloat16")
struct RoundedProductTests {
  /// Where the processor has no tiles, libtorch's product is rounded as well, to eight bits of a mantissa.
  private static let tolerance = 0.005

  private func sample(_ shape: [Int], seed: UInt64) -> Tensor {
    .normal(shape, using: Generator(seed: seed))
  }

  /// In float64, as it is after rounding, and learning.
  private func rounded(_ x: Tensor) -> Tensor {
    let wide = x.to(.bfloat16).to(.float64)
    wide.requiresGradient = true
    return wide
  }

  private func inBFloat16<Result>(_ body: () -> Result) -> Result {
    withProducts(in: .bfloat16, on: .cpu, body)
  }

  /// Rows, a width and outputs that tiles have to be filled up for, and so many that they are taken in parts.
  @Test(
    "of a map and of its gradients",
    arguments: [([40, 72], 50), ([2, 5, 24], 32), ([1040, 2100], 160)])
  func map(shape: [Int], outputs: Int) {
    let width = shape[shape.count - 1]
    let inputs = [
      sample(shape, seed: 1), sample([outputs, width], seed: 2), sample([outputs], seed: 3),
    ]
    let factors = sample(shape.dropLast() + [outputs], seed: 4)
    let wide = [rounded(inputs[0]), rounded(inputs[1])]
    let due = wide[0].linear(wide[1])
    let dueGradients = (due * factors.to(.bfloat16).to(.float64)).sum().gradients(of: wide)

    let own = inputs.map { leaf($0) }
    let found = inBFloat16 { own[0].linear(own[1], bias: own[2]) }
    #expect(found.dtype == .float32)
    expectNear(found - inputs[2], due, within: Self.tolerance)
    #expect(found.doubles != own[0].linear(own[1], bias: own[2]).doubles)
    let gradients = (found * factors).sum().gradients(of: own)
    for (one, other) in zip(gradients, dueGradients) {
      #expect(one?.dtype == .float32)
      expectNear(one ?? .zeros([1]), other ?? .zeros([1]), within: Self.tolerance)
    }
    expectNear(gradients[2] ?? .zeros([1]), factors.reshaped([-1, outputs]).sum(along: 0))
  }

  @Test("of a weight that lies the other way round, whose gradient lies as it does")
  func transposed() {
    let (x, weight) = (sample([9, 24], seed: 1), leaf(sample([24, 32], seed: 2)))
    let found = inBFloat16 { x.linear(weight.transposed(0, 1)) }
    let due = inBFloat16 { x.linear(weight.transposed(0, 1).contiguous()) }
    #expect(found.doubles == due.doubles)
    let gradient = found.squared().sum().gradients(of: [weight])[0] ?? .zeros([1])
    #expect(gradient.isContiguous)
    let same = due.squared().sum().gradients(of: [weight])[0] ?? .zeros([1])
    expectNear(gradient, same, within: Self.tolerance)
  }

  @Test("leave a map of few outputs as it is, which may be a reward")
  func fewOutputs() {
    let (x, weight) = (sample([9, 24], seed: 1), sample([1, 24], seed: 2))
    #expect(inBFloat16 { x.linear(weight) }.doubles == x.linear(weight).doubles)
  }

  @Test("of gates with the map behind them")
  func gates() {
    let inputs = [
      sample([7, 40], seed: 1), sample([7, 40], seed: 2), sample([16, 40], seed: 3),
      sample([16], seed: 4),
    ]
    func found(_ body: (Tensor, Tensor, Tensor, Tensor) -> Tensor) -> [Tensor] {
      let own = inputs.map { leaf($0) }
      let y = inBFloat16 { body(own[0], own[1], own[2], own[3]) }
      return [y] + y.squared().sum().gradients(of: own).map { $0 ?? .zeros([1]) }
    }
    let due = found { (gate, up, weight, bias) in
      gate.gatedUnits(up).linear(weight, bias: bias)
    }
    for (one, other) in zip(found { $0.gatedMap($1, weight: $2, bias: $3) }, due) {
      #expect(one.dtype == .float32)
      expectNear(one, other)
    }
  }

  @Test("of the head, whose log probabilities and gradients are sums of floats")
  func head() {
    let (hidden, weight) = (sample([30, 24], seed: 1), sample([50, 24], seed: 2))
    let targets = Tensor.range(0..<30)
    let own = [leaf(hidden), leaf(weight)]
    func ofHead() -> Tensor {
      vocabularyHead(
        hidden: own[0], weight: own[1], targets: targets, temperature: 1, softcap: nil,
        differentiatesEntropies: false
      ).logProbabilities
    }
    let found = inBFloat16(ofHead)
    #expect(found.doubles != ofHead().doubles)
    let wide = [rounded(hidden), rounded(weight)]
    let due = wide[0].linear(wide[1]).logSoftmax(along: 1)
      .gathered(along: 1, at: targets.unsqueezed(1)).squeezed(1)
    expectNear(found, due, within: 4 * Self.tolerance)
    let gradients = found.sum().gradients(of: own)
    let dueGradients = due.sum().gradients(of: wide)
    for (one, other) in zip(gradients, dueGradients) {
      expectNear(one ?? .zeros([1]), other ?? .zeros([1]), within: 4 * Self.tolerance)
    }
  }

  @Test("are made again as they were, and by both halves, and end with the body")
  func modes() {
    let (x, weight) = (sample([9, 24], seed: 1), sample([32, 24], seed: 2))
    let due = inBFloat16 { x.linear(weight) }.doubles
    #expect(x.linear(weight).doubles != due)
    let found = inBFloat16 { both({ x.linear(weight).doubles }, { x.linear(weight).doubles }) }
    #expect(found.0 == due && found.1 == due)

    var made: [[Double]] = []
    let own = leaf(x)
    let again = inBFloat16 {
      recomputed([own]) { inputs in
        let y = inputs[0].linear(weight)
        made.append(y.doubles)
        return y
      }
    }
    again.sum().backward()
    #expect(made == [due, due])
  }
}
