import Foundation
import Testing
import Torch

@testable import Generation

@Suite("Choosing tokens")
struct TokenChoiceTests {
  private let logits = Tensor([0.2, 0.4, 0.1, 0.3].map { Float(log($0)) }, shape: [1, 4])

  private func chosen(at uniform: Double, _ sampling: SamplingConfiguration = .init()) -> Int {
    TokenChoice(logits: logits, sampling, uniforms: Tensor([uniform])).tokens.integers[0]
  }

  @Test(
    "a number points at the token whose share of 0..<1 it lies in",
    arguments: [
      (0.0, 0), (0.19, 0), (0.21, 1), (0.59, 1), (0.61, 2), (0.69, 2), (0.71, 3),
      (0.999_999_999_999, 3),
    ])
  func inverse(uniform: Double, token: Int) {
    #expect(chosen(at: uniform) == token)
  }

  @Test("what is filtered out has no share", arguments: [0.0, 0.1, 0.5, 0.7, 0.999_999_999_999])
  func filtered(uniform: Double) {
    #expect([1, 3].contains(chosen(at: uniform, .init(topK: 2))))
  }

  @Test("the largest number points at the last token with a share")
  func last() {
    let logits = Tensor([1, 1, -Float.infinity, -Float.infinity], shape: [1, 4])
    #expect(inverseDistribution(logits: logits, at: Tensor([1.0])).integers == [1])
    #expect(inverseDistribution(logits: logits, at: Tensor([1] as [Float])).integers == [1])
  }

  @Test(
    "finds the token that a sum over the whole vocabulary finds", arguments: [1, 63, 64, 65, 1000])
  func wholeSum(vocabulary: Int) {
    let rows = 400
    let generator = Generator(seed: 9)
    let logits = Tensor.normal([rows, vocabulary], using: generator) * 3
    let uniforms = Tensor.uniform([rows], using: generator, .float64)
    let sums = logits.to(.float64).softmax(along: 1).cumulativeSum(along: 1)
    let due = (sums .<= uniforms.unsqueezed(1)).sum(along: 1)
    #expect(inverseDistribution(logits: logits, at: uniforms).integers == due.integers)
  }

  @Test("a block in which nothing has a share is passed over")
  func emptyBlocks() {
    var row = [Float](repeating: -.infinity, count: 300)
    for place in [70, 71, 250] { row[place] = 0 }
    let logits = Tensor(row, shape: [1, 300]).expanded([5, 300])
    let found = inverseDistribution(
      logits: logits, at: Tensor([0, 0.3, 0.5, 0.7, 0.999_999_999_999]))
    #expect(found.integers == [70, 70, 71, 250, 250])
  }

  @Test("greedy takes the likeliest, the first of equals")
  func greedy() {
    let logits = Tensor([0, 5, 5, 1, 9, 2, 2, 2] as [Float], shape: [2, 4])
    #expect(TokenChoice(logits: logits, .greedy(), uniforms: nil).tokens.integers == [1, 0])
  }

  @Test(
    "the log probability is that at the temperature, over the whole vocabulary",
    arguments: [(1.0, -1.203_973), (0.5, -1.203_973 * 2 + 1.203_973)])
  func logProbability(temperature: Double, due: Double) {
    // log 0.3; at half the temperature 0.3² / (0.2² + 0.4² + 0.1² + 0.3²) = 0.3² / 0.3.
    let choice = TokenChoice(
      logits: logits, .init(temperature: temperature, topK: 2), uniforms: Tensor([0.9]))
    #expect(choice.tokens.integers == [3])
    expectClose(choice.logProbabilities.floats, [Float(due)], within: 1e-6)
  }

  @Test(
    "tokens are drawn as often as their probabilities say",
    arguments: [
      SamplingConfiguration(), .init(temperature: 0.7, topK: 8, topP: 0.9, minP: 0.05),
      .init(topP: 0.5), .init(temperature: 1.7),
    ])
  func frequencies(sampling: SamplingConfiguration) throws {
    let row = try LikelyTokensTests.Golden.file.get().logits[1]
    let draws = 20_000
    let logits = Tensor(row, shape: [1, 40]).expanded([draws, 40])
    let uniforms = UniformNumbers(rows: draws, steps: 1, using: Generator(seed: 4)).values
    let tokens = TokenChoice(logits: logits, sampling, uniforms: Tensor(uniforms)).tokens
    var counts = [Double](repeating: 0, count: 40)
    for token in tokens.integers { counts[token] += 1 }

    let likely = likelyTokens(
      logits: Tensor(row, shape: [1, 40]) / sampling.temperature, topK: sampling.topK,
      topP: sampling.topP, minP: sampling.minP)
    let shares = likely.to(.float64).softmax(along: 1).array(Double.self)
    var statistic = 0.0
    for (count, share) in zip(counts, shares) {
      if share == 0 {
        #expect(count == 0)
      } else {
        statistic += pow(count - share * Double(draws), 2) / (share * Double(draws))
      }
    }
    #expect(statistic < chiSquareLimit(degrees: shares.count { $0 > 0 } - 1))
  }

  /// What chi-square exceeds once in 10,000 times (Wilson and Hilferty 1931).
  private func chiSquareLimit(degrees: Int) -> Double {
    let spread = 2 / (9 * Double(degrees))
    return Double(degrees) * pow(1 - spread + 3.719 * spread.squareRoot(), 3)
  }

  @Test("a row's numbers do not depend on how many rows follow it")
  func numbers() {
    let few = UniformNumbers(rows: 2, steps: 3, using: Generator(seed: 1))
    let many = UniformNumbers(rows: 20, steps: 3, using: Generator(seed: 1))
    #expect(many.values.prefix(6) == few.values[...])
    #expect(few.values.count == 6)
  }
}
