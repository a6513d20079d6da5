import Foundation
import NeuralNetworks
import Testing
import Torch

/// The golden numbers of Scripts/fixtures/rotary.py.
struct RotaryFixture: Decodable {
  struct Case: Decodable {
    let ropeParameters: Parameters
    let length: Int
    let frequencies: [Double]
    let attentionFactor: Double
  }

  struct Parameters: Decodable {
    let ropeType: String
    let factor, attentionFactor, lowFreqFactor, highFreqFactor: Double?
    let betaFast, betaSlow, mscale, mscaleAllDim: Double?
    let truncate: Bool?
    let originalMaxPositionEmbeddings: Int?
    let shortFactor, longFactor: [Double]?
  }

  let width: Int
  let base: Double
  let maximumPositions: Int
  let cases: [Case]

  static let all: RotaryFixture? = try? fixture(
    "NeuralNetworks/rotary.json", as: RotaryFixture.self)
}

extension RotaryFixture.Parameters {
  func scaling(_ maximumPositions: Int) throws -> RotaryScaling {
    let original = originalMaxPositionEmbeddings ?? maximumPositions
    let factor = factor ?? Double(maximumPositions) / Double(original)
    switch ropeType {
    case "default": return .none
    case "linear": return .linear(factor: factor)
    case "dynamic": return .dynamic(factor: factor)
    case "yarn":
      var ratio = attentionFactor
      if let mscale, let mscaleAllDim {
        ratio =
          RotaryScaling.YaRN.growth(factor, weight: mscale)
          / RotaryScaling.YaRN.growth(factor, weight: mscaleAllDim)
      }
      return .yarn(
        RotaryScaling.YaRN(
          factor: factor, originalPositions: original, fastTurns: betaFast ?? 32,
          slowTurns: betaSlow ?? 1, attentionFactor: ratio, roundsBorders: truncate ?? true))
    case "llama3":
      return .llama3(
        RotaryScaling.Llama3(
          factor: factor, lowTurns: try #require(lowFreqFactor),
          highTurns: try #require(highFreqFactor), originalPositions: original))
    default:
      return .longrope(
        RotaryScaling.LongRoPE(
          shortFactors: try #require(shortFactor), longFactors: try #require(longFactor),
          factor: factor, originalPositions: original))
    }
  }
}

@Suite("Rotary embedding")
struct RotaryEmbeddingTests {
  @Test(
    "the frequencies are those of transformers",
    arguments: 0..<(RotaryFixture.all?.cases.count ?? 1))
  func frequencies(index: Int) throws {
    let golden = try #require(RotaryFixture.all)
    let entry = golden.cases[index]
    let scaling = try entry.ropeParameters.scaling(golden.maximumPositions)
    let found = scaling.frequencies(
      width: golden.width, base: golden.base, length: entry.length,
      maximumPositions: golden.maximumPositions)
    // Theirs are in single precision.
    let ratios = zip(found, entry.frequencies).map { $0 / $1 }
    expectClose(ratios, [Double](repeating: 1, count: golden.width / 2), within: 2e-6)
    expectClose([scaling.attentionFactor], [entry.attentionFactor], within: 1e-12)
  }

  @Test("a pair of dimensions is turned by position times frequency")
  func turning() {
    let rotary = RotaryEmbedding(width: 4, base: 100, maximumPositions: 8, in: .float64)
    let x = Tensor([1.0, 0, 0, 1, 1, 0, 0, 1], shape: [1, 2, 1, 4])
    let turned = rotary.rotation(at: Tensor([0, 3], shape: [1, 2]), slotCount: 4)(x)
    // Frequencies 1 and 100^(-1/2); dimensions 0 and 2 are a pair, and 1 and 3.
    let due = [1, 0, 0, 1, cos(3.0), -sin(0.3), sin(3.0), cos(0.3)]
    expectClose(turned.doubles, due, within: 1e-6)
  }

  @Test("of wider heads the first dimensions are turned, the others stay")
  func partTurning() {
    let rotary = RotaryEmbedding(width: 2, base: 100, maximumPositions: 8, in: .float64)
    let x = Tensor([1.0, 0, 5, 6], shape: [1, 1, 1, 4])
    let turned = rotary.rotation(at: Tensor([3], shape: [1, 1]), slotCount: 4)(x)
    expectClose(turned.doubles, [cos(3.0), sin(3.0), 5, 6], within: 1e-6)
  }

  @Test("products of queries and keys depend on distances only")
  func distances() {
    let generator = Generator(seed: 1)
    let rotary = RotaryEmbedding(width: 8, base: 100, maximumPositions: 64, in: .float64)
    let query = Tensor.normal([1, 1, 1, 8], using: generator, .float64)
    let key = Tensor.normal([1, 1, 1, 8], using: generator, .float64)
    func product(_ first: Int, _ second: Int) -> Double {
      let queryTurn = rotary.rotation(at: Tensor([first], shape: [1, 1]), slotCount: 64)
      let keyTurn = rotary.rotation(at: Tensor([second], shape: [1, 1]), slotCount: 64)
      return (queryTurn(query) * keyTurn(key)).sum().value
    }
    expectClose([product(9, 4), product(60, 55)], [product(5, 0), product(5, 0)], within: 1e-5)
    #expect(abs(product(9, 4) - product(9, 5)) > 1e-3)
  }

  @Test("the longest text decides about the factors, not the padding before it")
  func lengths() {
    let scaling = RotaryScaling.longrope(
      RotaryScaling.LongRoPE(
        shortFactors: [1], longFactors: [10], factor: 4, originalPositions: 8,
        attentionFactor: 1))
    let rotary = RotaryEmbedding(
      width: 2, base: 100, scaling: scaling, maximumPositions: 32, in: .float64)
    func turned(_ positions: [Int]) -> [Double] {
      let x = Tensor([1.0, 0], shape: [1, 1, 1, 2]).expanded([1, positions.count, 1, 2])
      let positions = Tensor(positions, shape: [1, positions.count])
      return rotary.rotation(at: positions, slotCount: 20)(x).select(0, along: -1).doubles
    }
    expectClose(turned([0, 0, 7]), [1, 1, cos(7.0)], within: 1e-6)
    expectClose(turned([0, 4, 8]), [1, cos(0.4), cos(0.8)], within: 1e-6)
  }

  @Test("tables grow when a text needs it, and stay right")
  func growth() {
    let rotary = RotaryEmbedding(width: 2, base: 100, maximumPositions: 4, in: .float64)
    let x = Tensor([1.0, 0], shape: [1, 1, 1, 2])
    for position in [3, 9000, 2] {
      let turn = rotary.rotation(at: Tensor([position], shape: [1, 1]), slotCount: position + 1)
      expectClose(turn(x).doubles, [cos(Double(position)), sin(Double(position))], within: 1e-6)
    }
  }
}
