import NeuralNetworks
import Testing
import Torch

@Suite("Linear maps of a decoding step")
struct DecodingMapsTests {
  private func maps(
    in dtype: DType = .float32
  ) throws -> (store: ParameterStore, Linear, TransposedLinear) {
    let generator = Generator(seed: 5)
    func drawn(_ shape: [Int]) -> Tensor { .normal(shape, using: generator) }
    let store = ParameterStore(
      from: GivenParameters([
        "a.weight": drawn([24, 40]), "a.bias": drawn([24]), "b.weight": drawn([40, 24]),
        "b.bias": drawn([24]),
      ]), in: dtype)
    return (
      store, try Linear(store.scope["a"], from: 40, to: 24, hasBias: true),
      try TransposedLinear(store.scope["b"], from: 40, to: 24)
    )
  }

  @Test(
    "give what the weights do, for few rows and for many",
    arguments: [[6, 40], [1, 1, 40], [2, 3, 40], [140, 40]])
  func equality(shape: [Int]) throws {
    let (store, plain, transposed) = try maps()
    let x = Tensor.normal(shape, using: Generator(seed: 6))
    withoutGradients {
      for map in [plain.callAsFunction, transposed.callAsFunction] {
        let due = map(x)
        let found = store.decoding.during(rowCount: 6) { map(x) }
        #expect(found.shape == due.shape)
        expectClose(found.doubles, due.doubles, within: 2e-5)
      }
    }
  }

  @Test("round to bfloat16 by libtorch where there are no operators for it, as on a GPU")
  func roundingElsewhere() throws {
    let (store, plain, transposed) = try maps(in: .float64)
    let generator = Generator(seed: 6)
    let x = Tensor.normal([3, 40], using: generator, .float64)
    let many = Tensor.normal([140, 40], using: generator, .float64)
    withoutGradients {
      for (map, weight) in [
        (plain.callAsFunction, plain.weight.values),
        (transposed.callAsFunction, transposed.weight.transposed(0, 1)),
      ] {
        let (due, exact) = (map(x), map(many).doubles)
        store.decoding.during(rowCount: 3, precision: .bfloat16) {
          let found = map(x)
          #expect(found.dtype == .float64)
          // Weight, input and result are rounded to eight bits each.
          let bounds = x.absolute().linear(weight.absolute()) * (3.0 / 256)
          #expect(((found - due).absolute() - bounds).max().value <= 0)
          #expect((found - due).absolute().max().value > 1e-4)
          #expect(map(many).doubles == exact)
        }
      }
    }
  }

  @Test(
    "round weights as is asked, for few rows and not for many, and within a call as its caller asked",
    arguments: [(WeightPrecision.bfloat16, 1.0 / 256), (.int8, 0.5 / 127)])
  func rounding(_ precision: WeightPrecision, error: Double) throws {
    let (store, plain, transposed) = try maps()
    let generator = Generator(seed: 6)
    let (few, many) = (
      Tensor.normal([3, 40], using: generator), Tensor.normal([140, 40], using: generator)
    )
    withoutGradients {
      for (map, weight) in [
        (plain.callAsFunction, plain.weight.values),
        (transposed.callAsFunction, transposed.weight.transposed(0, 1)),
      ] {
        let (due, exact) = (map(few), map(many).doubles)
        store.decoding.during(rowCount: 3, precision: precision) {
          let found = map(few)
          // What each weight is changed by at most, times what it is multiplied with.
          let relative = precision == .bfloat16
          let greatest = weight.absolute().max(along: 1, keepingDimension: true)
          let changes = (relative ? weight.absolute() : greatest.expanded(weight.shape)) * error
          let bounds = few.absolute().linear(changes) + 1e-5
          #expect(((found - due).absolute() - bounds).max().value <= 0)
          #expect((found - due).absolute().max().value > 1e-4)
          #expect(map(many).doubles == exact)
          store.decoding.during(rowCount: 3) { #expect(map(few).doubles == found.doubles) }
        }
        #expect(map(few).doubles == due.doubles)
      }
    }
  }

  @Test("a row of zeros stays one in eight bits")
  func zeros() throws {
    let store = ParameterStore(from: GivenParameters(["a.weight": .zeros([3, 16])]))
    let map = try Linear(store.scope["a"], from: 16, to: 3)
    let found = withoutGradients {
      store.decoding.during(rowCount: 1, precision: .int8) { map(.ones([1, 16])).doubles }
    }
    #expect(found == [0, 0, 0])
  }

  @Test("are copies where there is no operator, and gone before the weights change")
  func lifetime() throws {
    let generator = Generator(seed: 8)
    let names = ["a", "b"]
    let store = ParameterStore(
      from: GivenParameters(
        Dictionary(
          uniqueKeysWithValues: names.map {
            ("\($0).weight", Tensor.normal([24, 40], using: generator).to(.bfloat16))
          })), in: .bfloat16)
    let joint = JointLinear(
      try names.map { try Linear(store.scope[$0], from: 40, to: 24) }, in: store)
    let x = Tensor.ones([4, 1, 40], .bfloat16)
    withoutGradients {
      let before = joint(x).map(\.doubles)
      store.decoding.during(rowCount: 4) {
        for map in joint.maps { map.weight.values.fill(0) }
        for (found, due) in zip(joint(x), before) { expectClose(found.doubles, due, within: 0.1) }
        #expect(joint.joined(x) == nil)
      }
      #expect(joint(x)[0].doubles.allSatisfy { $0 == 0 })
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
    try withoutGradients {
      let due = joint(x)
      #expect(joint.joined(x) == nil)
      try store.decoding.during(rowCount: 5) {
        let joined = try #require(joint.joined(x))
        #expect(joined.shape == [5, 1, 32])
        for (found, due) in zip(joint(x), due) {
          #expect(found.shape == due.shape)
          expectClose(found.doubles, due.doubles, within: 2e-5)
        }
        #expect(joint.maps[0](x).shape == [5, 1, 24])
        #expect(joint.joined(.ones([129, 1, 40])) == nil)
        // No copies: what learned meanwhile would be seen.
        for map in joint.maps { map.weight.values.fill(0) }
        #expect(joint(x)[1].doubles.allSatisfy { $0 == 0 })
      }
    }
  }
}
