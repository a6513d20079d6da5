import Testing
import Torch

@Suite("Recomputation")
struct RecomputationTests {
  private let generator = Generator(seed: 3)

  @Test("gives the same values and the same gradients, and runs once for each pass")
  func gradients() throws {
    let x = Tensor.normal([4, 3], using: generator, .float64)
    let w = Tensor.normal([2, 3], using: generator, .float64)
    let constant = Tensor.normal([2], using: generator, .float64)
    func body(_ inputs: [Tensor]) -> Tensor {
      (inputs[0].linear(inputs[1]) + constant).tanh() * inputs[0].sum()
    }
    for tensor in [x, w] { tensor.requiresGradient = true }
    let plain = body([x, w])
    let due = (plain * plain).sum().gradients(of: [x, w])

    var runs = 0
    let made = recomputed([x, w]) { inputs in
      runs += 1
      return body(inputs)
    }
    #expect(made.requiresGradient && runs == 1)
    #expect((made - plain).absolute().max().value == 0)
    let found = (made * made).sum().gradients(of: [x, w])
    #expect(runs == 2)
    for (found, due) in zip(found, due) {
      let (found, due) = (try #require(found), try #require(due))
      #expect((found - due).absolute().max().value < 1e-12)
    }
  }

  @Test("inputs without gradients get none")
  func partial() throws {
    let x = Tensor.normal([3], using: generator)
    let y = Tensor.normal([3], using: generator)
    y.requiresGradient = true
    let made = recomputed([x, y]) { $0[0] * $0[1] * $0[1] }
    made.sum().backward()
    #expect(x.gradient == nil)
    let due = withoutGradients { 2 * x * y }
    #expect((try #require(y.gradient) - due).absolute().max().value < 1e-6)
  }

  @Test("weights that the body holds itself get their gradients when they are named")
  func held() throws {
    let x = Tensor.normal([4, 3], using: generator, .float64)
    let w = Tensor.normal([2, 3], using: generator, .float64)
    for tensor in [x, w] { tensor.requiresGradient = true }
    let due = (x * 3).linear(w).tanh().sum().gradients(of: [x, w])
    let made = recomputed([x * 3, w]) { $0[0].linear(w).tanh() }
    made.sum().backward()
    for (tensor, due) in zip([x, w], due) {
      let (found, due) = (try #require(tensor.gradient), try #require(due))
      #expect((found - due).absolute().max().value < 1e-12)
    }
    let unnamed = recomputed([x * 3]) { $0[0].linear(w).tanh() }
    #expect(unnamed.sum().gradients(of: [w])[0] == nil)
  }

  @Test("recomputations may hold others")
  func nested() throws {
    let x = Tensor.normal([3], using: generator, .float64)
    x.requiresGradient = true
    let made = recomputed([x]) { outer in
      recomputed([outer[0]]) { $0[0] * $0[0] } * outer[0]
    }
    made.sum().backward()
    let due = withoutGradients { 3 * x * x }
    #expect((try #require(x.gradient) - due).absolute().max().value < 1e-12)
  }

  @Test("records nothing where nothing is recorded")
  func unrecorded() {
    let x = Tensor.normal([3], using: generator)
    x.requiresGradient = true
    let made = withoutGradients { recomputed([x]) { 2 * $0[0] } }
    #expect(!made.requiresGradient)
    #expect(!recomputed([Tensor.ones([2])]) { 2 * $0[0] }.requiresGradient)
  }

  @Test("computes in the same precision again")
  func autocast() throws {
    let x = Tensor.normal([8, 16], using: generator)
    let w = Tensor.normal([4, 16], using: generator)
    x.requiresGradient = true
    var types: [DType] = []
    let made = withAutocast(to: .bfloat16, on: .cpu) {
      recomputed([x]) { inputs in
        let product = inputs[0].linear(w)
        types.append(product.dtype)
        return product.to(.float32)
      }
    }
    made.sum().backward()
    #expect(types == [.bfloat16, .bfloat16])
  }

  @Test("what the body holds is let go with the graph")
  func release() {
    final class Held {}
    weak var held: Held?
    do {
      let object = Held()
      held = object
      let x = Tensor.ones([2])
      x.requiresGradient = true
      let made = recomputed([x]) { inputs in
        withExtendedLifetime(object) { 2 * inputs[0] }
      }
      #expect(held != nil)
      made.sum().backward()
    }
    #expect(held == nil)
  }
}
