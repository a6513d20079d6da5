import Dispatch
import Foundation
import Synchronization
import Testing

@testable import Torch

/// The operators of libCTorch for a decoding step give what libtorch's give, one after the other.
@Suite("Operators of a decoding step")
struct DecodingOperatorsTests {
  private let generator = Generator(seed: 11)

  private func drawn(_ shape: [Int]) -> Tensor { .normal(shape, using: generator) }

  /// Rows, width and output widths: one row and several, widths that are no multiple of eight, and so many
  /// weights that two threads share them.
  static let sizes: [(rows: Int, width: Int, outputs: [Int])] = [
    (1, 40, [24]), (1, 13, [5, 7]), (2, 33, [9]), (3, 64, [16, 3]), (4, 7, [1]),
    (8, 24, [8, 8, 8]),
    (11, 96, [30]), (1, 512, [520]), (5, 256, [1030, 2]), (6, 50, [6]), (32, 80, [13]),
  ]

  @Test("products of few rows, with biases and without", arguments: sizes)
  func rowProduct(_ size: (rows: Int, width: Int, outputs: [Int])) {
    let x = drawn([size.rows, 1, size.width])
    let weights = size.outputs.map { drawn([$0, size.width]) }
    let biases = size.outputs.map { drawn([$0]) }
    for biases in [biases, []] {
      let due = Tensor.concatenation(
        of: weights.indices.map { i in
          x.linear(weights[i], bias: biases.isEmpty ? nil : biases[i])
        }, along: -1)
      let found = x.rowProduct(weights, biases: biases)
      #expect(found.shape == due.shape)
      expectClose(found.doubles, due.doubles, within: 2e-6 * Double(size.width))
    }
  }

  @Test("products of weights in bfloat16 and in eight bits", arguments: sizes)
  func roundedRowProduct(_ size: (rows: Int, width: Int, outputs: [Int])) {
    let x = drawn([size.rows, 1, size.width])
    let halves = size.outputs.map { drawn([$0, size.width]).to(.bfloat16) }
    let weights = size.outputs.map { drawn([$0, size.width]) }
    let rounded = weights.map { $0.roundedWeight() }
    let biases = size.outputs.map { drawn([$0]) }
    func due(_ weights: [Tensor]) -> Tensor {
      Tensor.concatenation(
        of: weights.indices.map { x.linear(weights[$0], bias: biases[$0]) }, along: -1)
    }
    expectClose(
      x.rowProduct(halves, biases: biases).doubles, due(halves.map { $0.to(.float32) }).doubles,
      within: 2e-6 * Double(size.width))
    let (integers, scales) = (rounded.map(\.integers), rounded.map(\.scales))
    // What the integers stand for, column by column, as the product itself sees it.
    let known = zip(weights, rounded).map { weight, rounded in
      let unit = Tensor.range(0..<size.width).unsqueezed(1) .== Tensor.range(0..<size.width)
      let columns = unit.to(.float32).rowProduct(
        [rounded.integers], biases: [], scales: [rounded.scales])
      let found = columns.transposed(0, 1).contiguous()
      #expect(
        ((found - weight).absolute() - rounded.scales.unsqueezed(1) * 0.5001).max().value <= 0)
      return found
    }
    expectClose(
      x.rowProduct(integers, biases: biases, scales: scales).doubles, due(known).doubles,
      within: 4e-6 * Double(size.width))
  }

  @Test("the same to the last bit with half of the threads, and for callers that ask at once")
  func sharedProducts() {
    nonisolated(unsafe) let x = drawn([3, 256])
    nonisolated(unsafe) let weights = [drawn([1030, 256]), drawn([7, 256])]
    @Sendable func found() -> [Double] { x.rowProduct(weights, biases: []).doubles }
    let due = found()
    for _ in 0..<200 {
      let (one, other) = both(found, found)
      #expect(one == due)
      #expect(other == due)
    }
    let wrong = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 400) { _ in
      if found() != due { wrong.withLock { $0 += 1 } }
    }
    #expect(wrong.withLock { $0 } == 0)
  }

  #if arch(x86_64)
    @Test("by the vectors of other processors, too", arguments: ["default", "avx2"])
    func otherVectors(capability: String) async {
      await #expect(processExitsWith: .success) { [capability] in
        // What libtorch, and libCTorch with it, takes the processor to be capable of.
        setenv("ATEN_CPU_CAPABILITY", capability, 1)
        let tests = DecodingOperatorsTests()
        for size in DecodingOperatorsTests.sizes {
          tests.rowProduct(size)
          tests.roundedRowProduct(size)
          tests.columnProduct(size)
        }
        for shape in DecodingOperatorsTests.shapes { tests.attentionOfOneToken(shape) }
        for width in [8, 13] { tests.gating(width: width) }
      }
    }
  #endif

  @Test("integers without scales are refused")
  func integersNeedScales() async {
    await #expect(processExitsWith: .failure) {
      _ = Tensor.zeros([1, 8]).rowProduct([.zeros([2, 8], .int8)], biases: [])
    }
  }

  @Test("products of weights the other way round", arguments: sizes)
  func columnProduct(_ size: (rows: Int, width: Int, outputs: [Int])) {
    let x = drawn([size.rows, 1, size.width])
    let (weight, bias) = (drawn([size.width, size.outputs[0]]), drawn([size.outputs[0]]))
    for bias in [bias, nil] {
      let due = x.linear(weight.transposed(0, 1), bias: bias)
      let found = x.columnProduct(weight, bias: bias)
      #expect(found.shape == due.shape)
      expectClose(found.doubles, due.doubles, within: 2e-6 * Double(size.width))
    }
  }

  @Test("products of rows that are not side by side in memory")
  func strided() {
    let x = drawn([16, 5]).transposed(0, 1)
    let weight = drawn([6, 16])
    expectClose(
      x.rowProduct([weight], biases: []).doubles, x.linear(weight).doubles, within: 2e-5)
  }

  @Test(
    "gated halves, also of numbers whose exponential is nothing or too large", arguments: [8, 13])
  func gating(width: Int) {
    let scales = Tensor([0.1, 1, 30, 200] as [Float]).reshaped([4, 1, 1])
    let x = drawn([4, 1, 2 * width]) * scales
    let halves = x.split(into: [width, width], along: -1)
    let due = (halves[0].silu() * halves[1]).doubles
    for (found, due) in zip(x.gatedHalves().doubles, due) {
      #expect(abs(found - due) <= 1e-6 * max(1, abs(due)))
    }
  }

  @Test("hide nothing that is not a number")
  func notANumber() {
    let halves = drawn([2, 1, 32])
    halves.slice(3..<4, along: 2).fill(.nan)
    #expect(halves.gatedHalves().doubles.filter(\.isNaN).count == 2)
    // A key alone, in a slot of the past; its value is sound.
    let caches = [0, 1].map { _ in drawn([1, 1, 20, 8]) }
    caches[0].slice(2..<3, along: 2).fill(.nan)
    let found = decodingAttention(
      queries: drawn([1, 1, 1, 8]), keys: drawn([1, 1, 1, 8]), values: drawn([1, 1, 1, 8]),
      caches: (caches[0], caches[1]), length: 17, rotation: nil, allowed: nil, scale: 1)
    #expect(found.doubles.filter(\.isNaN).count == 8)
  }

  /// A row, heads, key heads, head width and turned width.
  static let shapes = [[1, 4, 4, 8, 8], [3, 6, 2, 20, 8], [2, 2, 1, 64, 64], [9, 8, 8, 32, 0]]

  @Test(
    "attention of one new token, with and without slots that may not be seen", arguments: shapes)
  func attentionOfOneToken(_ shape: [Int]) {
    let (batch, heads, keyHeads, width) = (shape[0], shape[1], shape[2], shape[3])
    let (length, capacity) = (37, 41)
    // With gaps between heads, as where queries, keys and values of a head lie side by side.
    let queries = drawn([batch, 1, heads, 3 * width]).slice(width..<(2 * width), along: 3)
    let (newKeys, newValues) = (
      drawn([batch, 1, keyHeads, width]), drawn([batch, 1, keyHeads, width])
    )
    let rotation =
      shape[4] > 0 ? (drawn([batch, 1, 1, shape[4]]), drawn([batch, 1, 1, shape[4]])) : nil
    let caches = [0, 1].map { _ in drawn([batch, keyHeads, capacity, width]) }
    let sees = drawn([batch, 1, 1, length + 1]) .> -0.5
    sees.slice(length..<(length + 1), along: 3).fill(1)

    func turned(_ x: Tensor) -> Tensor {
      guard let (cosines, sines) = rotation else { return x }
      let part = x.slice(0..<shape[4], along: 3)
      let turned = part * cosines + part.rolled(by: shape[4] / 2, along: 3) * sines
      return .concatenation(of: [turned, x.suffix(from: shape[4], along: 3)], along: 3)
    }
    let due = caches.map { $0 + 0.0 }
    let slot = length..<(length + 1)
    due[0].slice(slot, along: 2).assign(turned(newKeys).transposed(1, 2))
    due[1].slice(slot, along: 2).assign(newValues.transposed(1, 2))
    for allowed in [nil, sees, sees.slice(0..<1, along: 0)] {
      let found = decodingAttention(
        queries: queries, keys: newKeys, values: newValues, caches: (caches[0], caches[1]),
        length: length, rotation: rotation, allowed: allowed, scale: 0.3)
      let seen = due.map { $0.slice(0..<(length + 1), along: 2) }
      let mixed = attention(
        queries: turned(queries).transposed(1, 2), keys: seen[0], values: seen[1],
        allowed.map { .allowed($0) } ?? .full, scale: 0.3)
      #expect(found.shape == [batch, 1, heads * width])
      expectClose(
        found.doubles, mixed.transposed(1, 2).reshaped([batch, 1, -1]).doubles, within: 5e-6)
      expectClose(caches[0].doubles, due[0].doubles, within: 1e-6)
      #expect(caches[1].doubles == due[1].doubles)
    }
  }

  @Test("a token at which the summed probabilities exceed a number", arguments: [5, 64, 200])
  func drawing(vocabulary: Int) {
    let (rows, temperature) = (40, 0.7)
    let logits = drawn([rows, vocabulary]) * 3
    let uniforms = Tensor.uniform([rows], using: generator, .float64)
    let (tokens, found) = tokenChoice(logits: logits, temperature: temperature, uniforms: uniforms)
    let due = (logits.to(.float64) / temperature).logSoftmax(along: 1)
    let chosen = due.gathered(along: 1, at: tokens.unsqueezed(1)).squeezed(1)
    expectClose(found.doubles, chosen.doubles, within: 2e-6)
    let sums = due.exp().cumulativeSum(along: 1).doubles
    for (row, (token, number)) in zip(tokens.integers, uniforms.doubles).enumerated() {
      #expect(sums[row * vocabulary + token] > number - 1e-6)
      #expect(token == 0 || sums[row * vocabulary + token - 1] <= number + 1e-6)
    }
  }

  @Test("the likeliest token, of several the first; and what is not finite")
  func greedyChoice() {
    let infinity = Float.infinity
    let logits = matrix([
      [1, 4, 4, -infinity], [Float.nan, 1, 2, 3], [1, infinity, 2, 3],
      [-infinity, -infinity, -infinity, -infinity], [-300, 0, -infinity, -infinity],
    ])
    let (tokens, found) = tokenChoice(logits: logits, temperature: 1, uniforms: nil)
    #expect(tokens.integers[0] == 1)
    #expect(tokens.integers[4] == 1)
    #expect(found.doubles.map(\.isNaN) == [false, true, true, true, false])
    #expect(
      abs(found.doubles[0] - logits.select(0, along: 0).logSoftmax(along: 0).doubles[1]) < 1e-6)
    #expect(found.doubles[4] == 0)
    let many = drawn([2, 20])
    many.slice(1..<2, along: 0).slice(3..<4, along: 1).fill(.nan)
    let ofMany = tokenChoice(logits: many, temperature: 1, uniforms: nil)
    #expect(ofMany.tokens.integers[0] == many.argmax(along: 1).integers[0])
    #expect(ofMany.logProbabilities.doubles.map(\.isNaN) == [false, true])
    // Of what has no weight nothing is drawn, wherever the number points.
    for number in [0, 0.5, 1 - 0x1p-53] {
      let uniforms = Tensor([number]).to(.float64)
      let only = matrix([[-infinity, 0, -300, -infinity]])
      #expect(tokenChoice(logits: only, temperature: 1, uniforms: uniforms).tokens.integers == [1])
    }
  }

  @Test("are for single precision on the CPU alone")
  func kinds() {
    #expect(hasOwnOperators(for: .float32, on: .cpu))
    #expect(!hasOwnOperators(for: .float64, on: .cpu))
    #expect(!hasOwnOperators(for: .bfloat16, on: .cpu))
  }
}

private func matrix(_ rows: [[Float]]) -> Tensor {
  Tensor(rows.flatMap { $0 }).reshaped([rows.count, -1])
}

private func expectClose(
  _ found: [Double], _ due: [Double], within tolerance: Double,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(found.count == due.count, sourceLocation: sourceLocation)
  let largest = zip(found, due).map { abs($0 - $1) }.max() ?? 0
  #expect(largest <= tolerance, "off by \(largest)", sourceLocation: sourceLocation)
}
