import Foundation
import Testing
import Torch

@testable import Generation

@Suite("Filters")
struct LikelyTokensTests {
  private static let infinity = Float.infinity

  /// Probabilities 0.4, 0.3, 0.2, 0.1 in a mixed order.
  private let logits = Tensor([0.2, 0.4, 0.1, 0.3].map { Float(log($0)) }, shape: [1, 4])

  private func kept(_ filtered: Tensor) -> [Int] {
    filtered.floats.indices.filter { filtered.floats[$0] != -.infinity }
  }

  @Test(
    "top-k keeps the k likeliest",
    arguments: [(0, [0, 1, 2, 3]), (1, [1]), (2, [1, 3]), (3, [0, 1, 3]), (9, [0, 1, 2, 3])])
  func topK(k: Int, due: [Int]) {
    #expect(kept(likelyTokens(logits: logits, topK: k)) == due)
  }

  @Test(
    "top-p keeps the fewest that reach p",
    arguments: [
      (0.01, [1]), (0.39, [1]), (0.41, [1, 3]), (0.69, [1, 3]), (0.71, [0, 1, 3]),
      (0.95, [0, 1, 2, 3]), (1.0, [0, 1, 2, 3]),
    ])
  func topP(p: Double, due: [Int]) {
    #expect(kept(likelyTokens(logits: logits, topP: p)) == due)
  }

  @Test(
    "min-p keeps those at least so likely beside the likeliest",
    arguments: [
      (0.0, [0, 1, 2, 3]), (0.24, [0, 1, 2, 3]), (0.26, [0, 1, 3]), (0.51, [1, 3]), (0.76, [1]),
      (1.0, [1]),
    ])
  func minP(p: Double, due: [Int]) {
    #expect(kept(likelyTokens(logits: logits, minP: p)) == due)
  }

  @Test("top-p counts what top-k left as the whole")
  func order() {
    // Of 0.4 and 0.3 the first is 0.571.
    #expect(kept(likelyTokens(logits: logits, topK: 2, topP: 0.56)) == [1])
    #expect(kept(likelyTokens(logits: logits, topK: 2, topP: 0.58)) == [1, 3])
  }

  @Test("equals stay together, wherever they stand")
  func ties() {
    let logits = Tensor([1, 2, 1, 2, 0] as [Float], shape: [1, 5])
    #expect(kept(likelyTokens(logits: logits, topK: 1)) == [1, 3])
    #expect(kept(likelyTokens(logits: logits, topK: 3)) == [0, 1, 2, 3])
    #expect(kept(likelyTokens(logits: logits, topP: 0.1)) == [1, 3])
    #expect(kept(likelyTokens(logits: logits, topK: 3, topP: 0.8)) == [0, 1, 2, 3])
    #expect(kept(likelyTokens(logits: logits, minP: 1)) == [1, 3])
  }

  @Test("each row is filtered by its own numbers")
  func rows() {
    let both = Tensor([0, 1, 2, 30, 20, 10] as [Float], shape: [2, 3])
    #expect(kept(likelyTokens(logits: both, topK: 1)) == [2, 3])
    #expect(kept(likelyTokens(logits: both, topP: 0.5)) == [2, 3])
    #expect(kept(likelyTokens(logits: both, minP: 0.5)) == [2, 3])
  }

  @Test("what is left keeps its logits")
  func values() {
    let filtered = likelyTokens(logits: logits, topK: 2, topP: 0.99, minP: 0.01).floats
    let before = logits.floats
    #expect(filtered == [-Self.infinity, before[1], -Self.infinity, before[3]])
  }

  struct Golden: Decodable {
    struct Case: Decodable, CustomTestStringConvertible {
      let temperature: Double
      let topK: Int
      let topP: Double
      let minP: Double
      let probabilities: [[Float]]

      var testDescription: String {
        "temperature \(temperature), top-k \(topK), top-p \(topP), min-p \(minP)"
      }
    }
    let logits: [[Float]]
    let cases: [Case]

    static let file = Result {
      let url = fixtures.appendingPathComponent("Generation/filters.json")
      return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
    }
  }

  // Equivalent Python: Scripts/fixtures/sampling.py.
  @Test("leave what transformers leaves", arguments: try Golden.file.get().cases)
  func golden(example: Golden.Case) throws {
    let file = try Golden.file.get()
    let logits = Tensor(file.logits.flatMap { $0 }, shape: [file.logits.count, 40])
    let filtered = likelyTokens(
      logits: logits / example.temperature, topK: example.topK, topP: example.topP,
      minP: example.minP)
    let found = filtered.softmax(along: 1).floats
    let due = example.probabilities.flatMap { $0 }
    #expect(found.map { $0 > 0 } == due.map { $0 > 0 })
    expectClose(found, due, within: 1e-6)
  }
}
