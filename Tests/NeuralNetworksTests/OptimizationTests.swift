import Foundation
import NeuralNetworks
import Testing
import Torch

/// The golden numbers of Scripts/fixtures/objectives.py.
struct AdamWFixture: Decodable {
  struct Case: Decodable {
    let learningRate, beta1, beta2, epsilon, weightDecay: Double
    let parameters: [[Double]]
  }

  let initial: [Double]
  let gradients: [[Double]]
  let cases: [Case]
}

struct ClippingFixture: Decodable {
  struct Case: Decodable {
    let maximumNorm, norm: Double
    let first: [Double]
    let second: [[Double]]
  }

  let first: [Double]
  let second: [[Double]]
  let cases: [Case]
}

struct ScheduleFixture: Decodable {
  struct Case: Decodable {
    let kind: LearningRateSchedule.Shape
    let learningRate: Double
    let warmupStepCount, stepCount: Int
    let rates: [Double]
    let rateAfterTheEnd: Double
  }

  let cases: [Case]
}

private func leaf(_ values: [Double], shape: [Int]? = nil) -> Tensor {
  let tensor = Tensor(values, shape: shape)
  tensor.requiresGradient = true
  return tensor
}

@Suite("AdamW")
struct AdamWTests {
  @Test("the weights follow PyTorch's")
  func trajectory() throws {
    let golden = try fixture("Objectives/adamw.json", as: AdamWFixture.self)
    #expect(!golden.cases.isEmpty)
    for entry in golden.cases {
      let weight = leaf(golden.initial)
      let configuration = AdamWConfiguration(
        beta1: entry.beta1, beta2: entry.beta2, epsilon: entry.epsilon,
        weightDecay: entry.weightDecay)
      let optimizer = AdamW([("w", weight)], configuration, decaying: { _, _ in true })
      for (gradient, due) in zip(golden.gradients, entry.parameters) {
        weight.gradient = Tensor(gradient)
        optimizer.step(learningRate: entry.learningRate)
        expectClose(weight.doubles, due, within: 1e-12)
        optimizer.clearGradients()
        #expect(weight.gradient == nil)
      }
      #expect(optimizer.stepCount == golden.gradients.count)
    }
  }

  @Test("only matrices decay unless something else is said")
  func decay() {
    let matrix = leaf([1, 1], shape: [1, 2])
    let vector = leaf([1, 1])
    let optimizer = AdamW(
      [("m", matrix), ("v", vector)], AdamWConfiguration(weightDecay: 0.5))
    for tensor in [matrix, vector] { tensor.gradient = .zeros(tensor.shape, .float64) }
    optimizer.step(learningRate: 0.1)
    expectClose(matrix.doubles, [0.95, 0.95], within: 1e-12)
    #expect(vector.doubles == [1, 1])
  }

  @Test("a parameter without a gradient stays, and its steps are not counted")
  func skipping() {
    let moved = leaf([1])
    let late = leaf([1])
    let optimizer = AdamW([("moved", moved), ("late", late)])
    moved.gradient = Tensor([1.0])
    optimizer.step(learningRate: 0.1)
    #expect(late.doubles == [1])
    late.gradient = Tensor([2.0])
    optimizer.step(learningRate: 0.1)
    // The first step of Adam is the learning rate, whatever the gradient.
    expectClose(late.doubles, [0.9], within: 1e-8)
    #expect(optimizer.stepCount == 2)
  }

  private func weights() -> [(name: String, tensor: Tensor)] {
    [("a", leaf([1, -2, 3, 4], shape: [2, 2])), ("b.c", leaf([0.5]))]
  }

  private func train(
    _ parameters: [(name: String, tensor: Tensor)], _ optimizer: AdamW, _ steps: Range<Int>
  ) {
    for step in steps {
      for (index, parameter) in parameters.enumerated() {
        let generator = Generator(seed: UInt64(10 * step + index))
        let noise = Tensor.normal(parameter.tensor.shape, using: generator, .float64)
        parameter.tensor.gradient = noise
      }
      optimizer.step(learningRate: 0.03)
    }
  }

  @Test("a resumed run equals one that was never stopped, bit for bit")
  func resuming() throws {
    let configuration = AdamWConfiguration(weightDecay: 0.01)
    let whole = weights()
    train(whole, AdamW(whole, configuration), 0..<7)
    try withTemporaryFile { file in
      let first = weights()
      let stopped = AdamW(first, configuration)
      train(first, stopped, 0..<4)
      try stopped.save(to: file)
      let second = first.map {
        (name: $0.name, tensor: leaf($0.tensor.doubles, shape: $0.tensor.shape))
      }
      let resumed = AdamW(second, configuration)
      try resumed.load(from: file)
      #expect(resumed.stepCount == 4)
      train(second, resumed, 4..<7)
      #expect(second.map(\.tensor.doubles) == whole.map(\.tensor.doubles))
    }
  }

  @Test("the state of another model is refused and changes nothing")
  func refusing() throws {
    try withTemporaryFile { file in
      let parameters = weights()
      let optimizer = AdamW(parameters)
      train(parameters, optimizer, 0..<2)
      try optimizer.save(to: file)
      let cases: [([(name: String, tensor: Tensor)], String)] = [
        ([("a", leaf([1, 2], shape: [1, 2])), ("b.c", leaf([1]))], "firstMoment.a"),
        ([("a", leaf([1, -2, 3, 4], shape: [2, 2])), ("other", leaf([1]))], "firstMoment.other"),
        ([("a", leaf([1, -2, 3, 4], shape: [2, 2]))], "firstMoment.b.c"),
      ]
      for (parameters, name) in cases {
        let other = AdamW(parameters)
        let error = #expect(throws: NeuralNetworkError.self) { try other.load(from: file) }
        #expect(error.map { "\($0)" }?.contains("‘\(name)’") == true)
        #expect(other.stepCount == 0)
      }
      try writeSafetensors([("a", Tensor([1.0]))], to: file)
      #expect(throws: NeuralNetworkError.self) { try optimizer.load(from: file) }
    }
  }
}

@Suite("Gradient clipping")
struct GradientClippingTests {
  @Test("the gradients and the norm are PyTorch's")
  func golden() throws {
    let golden = try fixture("Objectives/clipping.json", as: ClippingFixture.self)
    #expect(!golden.cases.isEmpty)
    for entry in golden.cases {
      let first = leaf(golden.first)
      let second = leaf(golden.second.flatMap { $0 }, shape: [2, 2])
      let none = leaf([1])
      first.gradient = Tensor(golden.first)
      second.gradient = Tensor(golden.second.flatMap { $0 }, shape: [2, 2])
      let norm = clipGradients(of: [first, second, none], to: entry.maximumNorm)
      expectClose([norm], [entry.norm], within: 1e-6)
      expectClose(try #require(first.gradient).doubles, entry.first, within: 1e-6)
      let due = entry.second.flatMap { $0 }
      expectClose(try #require(second.gradient).doubles, due, within: 1e-6)
    }
  }

  @Test(
    "a norm that is not finite is given back and changes nothing",
    arguments: [Double.nan, .infinity])
  func notFinite(value: Double) {
    let weight = leaf([1, 1])
    weight.gradient = Tensor([value, 3])
    let norm = clipGradients(of: [weight], to: 1)
    #expect(!norm.isFinite)
    #expect(weight.gradient?.doubles.last == 3)
  }

  @Test("no gradients have the norm 0")
  func nothing() { #expect(clipGradients(of: [leaf([1])], to: 1) == 0) }
}

@Suite("Learning-rate schedule")
struct LearningRateScheduleTests {
  @Test("the rates are those of transformers")
  func golden() throws {
    let golden = try fixture("Objectives/schedules.json", as: ScheduleFixture.self)
    #expect(golden.cases.count == 6)
    for entry in golden.cases {
      let schedule = LearningRateSchedule(
        entry.kind, peak: entry.learningRate, warmupSteps: entry.warmupStepCount,
        totalSteps: entry.stepCount)
      expectClose(entry.rates.indices.map(schedule.rate), entry.rates, within: 1e-12)
      let after = [entry.stepCount, entry.stepCount + 5].map(schedule.rate)
      expectClose(after, [entry.rateAfterTheEnd, entry.rateAfterTheEnd], within: 1e-12)
    }
  }

  @Test(
    "a final share is where the rate ends", arguments: [LearningRateSchedule.Shape.linear, .cosine])
  func finalFraction(shape: LearningRateSchedule.Shape) {
    let schedule = LearningRateSchedule(shape, peak: 2, totalSteps: 10, finalFraction: 0.1)
    expectClose([0, 5, 10].map(schedule.rate), [2, 1.1, 0.2], within: 1e-12)
  }

  @Test("survives JSON")
  func coding() throws {
    let schedule = LearningRateSchedule(.cosine, peak: 1e-5, warmupSteps: 3, totalSteps: 10)
    let data = try JSONEncoder().encode(schedule)
    #expect(try JSONDecoder().decode(LearningRateSchedule.self, from: data) == schedule)
  }
}
