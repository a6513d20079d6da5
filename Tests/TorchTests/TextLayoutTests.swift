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

  private func sample(_ heads: Int, _ seed: UInt64, _ dtype: DType = .float64) -> Tensor {
    // Heads of a token lie side by side, as a model makes them.
    let sample = Tensor.normal(
      [1, texts.count, heads, 4], using: Generator(seed: seed), .float64
    ).transposed(1, 2).to(dtype).detached()
    sample.requiresGradient = true
    return sample
  }

  /// What comes out, and the gradients of queries, keys and values.
  private func results(
    _ pattern: AttentionPattern, scale: Double? = nil, softcap: Double? = nil,
    _ dtype: DType = .float64
  ) -> [[Double]] {
    let inputs = [sample(4, 1, dtype), sample(2, 2, dtype), sample(2, 3, dtype)]
    let mixed = attention(
      queries: inputs[0], keys: inputs[1], values: inputs[2], pattern, scale: scale,
      softcap: softcap)
    #expect(mixed.shape == inputs[0].shape)
    (mixed * sample(4, 4, dtype).detached()).sum().backward()
    return [mixed].map(\.doubles) + inputs.map { $0.gradient?.doubles ?? [] }
  }

  @Test(
    "is that of a mask over the whole row, and so are its gradients", arguments: [100, 2],
    [nil, 5.0])
  func equality(window: Int, softcap: Double?) {
    let found = results(.texts(TextLayout(parts, window: window)), softcap: softcap)
    let due = results(.allowed(mask(window: window)), softcap: softcap)
    for (found, due) in zip(found, due) {
      #expect(zip(found, due).allSatisfy { abs($0 - $1) < 1e-12 })
      #expect(found.contains { $0 != 0 })
    }
  }

  @Test(
    "is the same in one operation, of float32", arguments: [nil, 5], [nil, 0.3])
  func operation(window: Int?, scale: Double?) {
    let found = results(.texts(TextLayout(parts, window: window)), scale: scale, .float32)
    let due = results(.allowed(mask(window: 100)), scale: scale)
    for (found, due) in zip(found, due) {
      #expect(found.count == due.count)
      #expect(zip(found, due).allSatisfy { abs($0 - $1) < 2e-6 })
    }
  }

  @Test("without gradients, too, and of heads that lie apart")
  func reading() {
    let inputs = [sample(4, 1), sample(2, 2), sample(2, 3)]
    let layout = TextLayout(parts)
    func mixed(_ inputs: [Tensor]) -> [Double] {
      attention(queries: inputs[0], keys: inputs[1], values: inputs[2], .texts(layout)).doubles
    }
    let due = mixed(inputs)
    let apart = inputs.map { x in
      withoutGradients { x.to(.float32).transposed(2, 3).contiguous().transposed(2, 3) }
    }
    #expect(zip(mixed(apart), due).allSatisfy { abs($0 - $1) < 1e-6 })
  }
}
