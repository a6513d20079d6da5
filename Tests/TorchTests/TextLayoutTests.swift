import Testing

@testable import Torch

@Suite("Attention in texts one after another")
struct TextLayoutTests {
  /// Two texts of 2, one of 3, and a beginning of 2 that goes on with 2, with 0 and with 3.
  private let parts: [TextLayout.Part] = [
    .alike(count: 2, length: 2), .alike(count: 1, length: 3),
    .branched(stem: 2, branches: [2, 0, 3]),
  ]
  private let texts = [0, 0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3]
  private let branches = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 3, 3, 3]
  private let places = [0, 1, 0, 1, 0, 1, 2, 0, 1, 2, 3, 2, 3, 4]

  /// The same pattern, token by token.
  private func mask(window: Int) -> Tensor {
    let flags = texts.indices.flatMap { query in
      texts.indices.map { key in
        texts[query] == texts[key] && (branches[key] == 0 || branches[key] == branches[query])
          && (0..<window).contains(places[query] - places[key])
      }
    }
    return Tensor(flags, shape: [1, 1, texts.count, texts.count])
  }

  private func sample(_ heads: Int, _ seed: UInt64) -> Tensor {
    let sample = Tensor.normal(
      [1, heads, texts.count, 4], using: Generator(seed: seed), .float64)
    sample.requiresGradient = true
    return sample
  }

  @Test(
    "is that of a mask over the whole row, and so are its gradients", arguments: [100, 2],
    [nil, 5.0])
  func equality(window: Int, softcap: Double?) {
    func results(_ pattern: AttentionPattern) -> [[Double]] {
      let (queries, keys, values) = (sample(4, 1), sample(2, 2), sample(2, 3))
      let mixed = attention(
        queries: queries, keys: keys, values: values, pattern, softcap: softcap)
      (mixed * sample(4, 4).detached()).sum().backward()
      return [mixed, queries.gradient ?? mixed, keys.gradient ?? mixed, values.gradient ?? mixed]
        .map { $0.array(Double.self) }
    }
    let found = results(.texts(TextLayout(parts, window: window)))
    let due = results(.allowed(mask(window: window)))
    for (found, due) in zip(found, due) {
      #expect(zip(found, due).allSatisfy { abs($0 - $1) < 1e-12 })
      #expect(found.contains { $0 != 0 })
    }
  }
}
