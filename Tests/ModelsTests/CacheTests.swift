import Models
import NeuralNetworks
import Testing
import Torch

@Suite("Decoding with a cache")
struct CacheTests {
  static let models = [
    "llama-tied", "llama-bias", "llama-rope-llama3", "llama-rope-yarn", "qwen2-tied",
    "qwen2-window", "qwen3-untied", "gpt2-untied", "gpt-neox-parallel", "mistral-window",
    "olmo2-untied",
    "phi3-window", "phi3-longrope", "gemma2-tied", "gemma3-tied", "smollm3-window",
  ]

  private func cache(_ model: LanguageModel, batchSize: Int, capacity: Int) -> KeyValueCache {
    KeyValueCache(
      for: model.configuration, batchSize: batchSize, capacity: capacity, dtype: model.dtype)
  }

  /// Decodes left-padded rows in pieces, as generation does.
  private func decode(
    _ batch: TestBatch, by model: LanguageModel, in pieces: [Int], _ cache: KeyValueCache
  ) -> Tensor {
    guard case .allowed(let allowed) = batch.attention else { preconditionFailure("no mask") }
    let positions = batch.positions
    return withoutGradients {
      var hidden: [Tensor] = []
      for count in pieces {
        let range = cache.length..<cache.length + count
        let mask = allowed.slice(range, along: 2).slice(0..<range.upperBound, along: 3)
        hidden.append(
          model.decoder.hiddenStates(
            of: batch.tokens.slice(range, along: 1), at: positions.slice(range, along: 1),
            .allowed(mask), cache: cache))
      }
      let logits = model.logits(of: Tensor.concatenation(of: hidden, along: 1))
      let isReal = batch.isReal.slice(0..<cache.length, along: 1)
      return logits * isReal.to(model.dtype).unsqueezed(-1)
    }
  }

  @Test("token for token equals the whole at once, left-padded", arguments: models)
  func paddedDecoding(name: String) throws {
    let fixture = try Fixture(name)
    let model = try LanguageModel(folder: fixture.folder, in: .float64)
    let batch = try fixture.batch("left")
    let (rows, time) = batch.tokens.shape2
    let cache = cache(model, batchSize: rows, capacity: time + 3)
    let logits = decode(batch, by: model, in: [3] + Array(repeating: 1, count: time - 3), cache)
    expectClose(logits, batch.logits(of: model), within: 1e-10)
    #expect(cache.length == time)
  }

  @Test(
    "a causal pattern is right for the prompt, for more than one and for one token",
    arguments: models, [[4, 1, 1, 4], [1, 9], [10], [2, 3, 5]])
  func causalDecoding(name: String, pieces: [Int]) throws {
    let fixture = try Fixture(name)
    let model = try LanguageModel(folder: fixture.folder)
    let tokens = try fixture.batch("right").tokens.slice(0..<1, along: 0)
    let positions = Tensor.range(0..<10).unsqueezed(0)
    let cache = cache(model, batchSize: 1, capacity: 16)
    let found = withoutGradients {
      pieces.map { count in
        let range = cache.length..<cache.length + count
        return model.decoder.hiddenStates(
          of: tokens.slice(range, along: 1), at: positions.slice(range, along: 1), .causal,
          cache: cache)
      }
    }
    let whole = model.decoder.hiddenStates(of: tokens, at: positions, .causal)
    expectClose(Tensor.concatenation(of: found, along: 1), whole, within: 1e-5)
  }

  @Test("greedy decoding gives the tokens of transformers", arguments: GoldenTests.languageModels)
  func greedy(name: String) throws {
    let fixture = try Fixture(name)
    let model = try LanguageModel(folder: fixture.folder)
    let prompts = try fixture.batch("greedy")
    let due = try fixture.tensor("greedy.output_ids")
    let (rows, promptTime) = prompts.tokens.shape2
    let (_, time) = due.shape2
    let cache = cache(model, batchSize: rows, capacity: promptTime + time)
    var isReal = prompts.isReal
    var tokens = prompts.tokens
    var found: [Tensor] = []
    try withoutGradients {
      for _ in 0..<time {
        let (_, count) = tokens.shape2
        let all = TestBatch(tokens: isReal.to(.int64), isReal: isReal)
        guard case .allowed(let mask) = all.attention else { throw NoMask() }
        let hidden = model.decoder.hiddenStates(
          of: tokens, at: all.positions.suffix(from: cache.length, along: 1),
          .allowed(mask.suffix(from: cache.length, along: 2)), cache: cache)
        let best = model.logits(of: hidden.select(count - 1, along: 1)).argmax(along: -1)
        tokens = best.unsqueezed(-1)
        found.append(tokens)
        isReal = Tensor.concatenation(of: [isReal, .ones([rows, 1], .bool)], along: 1)
      }
    }
    #expect(Tensor.concatenation(of: found, along: 1).integers == due.integers)
  }

  private struct NoMask: Error {}

  @Test("rows that are kept go on as before, and a reset cache starts again")
  func keptRows() throws {
    let fixture = try Fixture("qwen3-tied")
    let model = try LanguageModel(folder: fixture.folder)
    let batch = try fixture.batch("left")
    let (rows, time) = batch.tokens.shape2
    let whole = batch.logits(of: model)
    let cache = cache(model, batchSize: rows, capacity: time)
    _ = decode(batch, by: model, in: [7], cache)
    let order = Tensor([2, 0])
    cache.keepRows(order)
    let kept = TestBatch(
      tokens: batch.tokens.rows(at: order), isReal: batch.isReal.rows(at: order))
    guard case .allowed(let mask) = kept.attention else { throw NoMask() }
    let hidden = withoutGradients {
      model.decoder.hiddenStates(
        of: kept.tokens.suffix(from: 7, along: 1), at: kept.positions.suffix(from: 7, along: 1),
        .allowed(mask.suffix(from: 7, along: 2)), cache: cache)
    }
    expectClose(
      model.logits(of: hidden), whole.rows(at: order).suffix(from: 7, along: 1), within: 1e-5)
    #expect(cache.batchSize == 2)
    cache.reset()
    expectClose(decode(kept, by: model, in: [time], cache), whole.rows(at: order), within: 1e-5)
  }

  @Test(
    "rows of two caches go on side by side, from where each is", arguments: models, [false, true])
  func joined(name: String, isShorterFirst: Bool) throws {
    let fixture = try Fixture(name)
    let model = try LanguageModel(folder: fixture.folder)
    let tokens = try fixture.batch("right").tokens.slice(0..<1, along: 0)
    let whole = model.decoder.hiddenStates(
      of: tokens, at: Tensor.range(0..<10).unsqueezed(0), .causal)
    // One row has read all but two tokens, the other all but five.
    let counts = isShorterFirst ? [5, 8] : [8, 5]
    withoutGradients {
      let caches = counts.map { count in
        let cache = cache(model, batchSize: 1, capacity: count + 3)
        _ = model.decoder.hiddenStates(
          of: tokens.slice(0..<count, along: 1), at: Tensor.range(0..<count).unsqueezed(0),
          .causal, cache: cache)
        return cache
      }
      let joined = KeyValueCache(joining: caches[0], from: 0, with: caches[1])
      #expect((joined.batchSize, joined.length, joined.capacity) == (2, 8, 11))
      for step in 0..<2 {
        let places = counts.map { $0 + step }
        let allowed = counts.flatMap { count in (0..<9 + step).map { $0 >= 8 - count } }
        let found = model.decoder.hiddenStates(
          of: Tensor.concatenation(
            of: places.map { tokens.slice($0..<$0 + 1, along: 1) }, along: 0),
          at: Tensor(places, shape: [2, 1]),
          .allowed(Tensor(allowed, shape: [2, 1, 1, 9 + step])), cache: joined)
        let due = Tensor.concatenation(
          of: places.map { whole.slice($0..<$0 + 1, along: 1) }, along: 0)
        expectClose(found, due, within: 1e-5)
      }
    }
  }

  @Test("a joined cache gives up the slots that no row needs")
  func joinedFrom() throws {
    let model = try LanguageModel(folder: Fixture("llama-tied").folder)
    let caches = [7, 2].map { count in
      let cache = cache(model, batchSize: 1, capacity: count + 1)
      _ = withoutGradients {
        model.decoder.hiddenStates(
          of: .zeros([1, count], .int64), at: Tensor.range(0..<count).unsqueezed(0), .causal,
          cache: cache)
      }
      return cache
    }
    let joined = KeyValueCache(joining: caches[0], from: 4, with: caches[1])
    #expect((joined.length, joined.capacity) == (3, 4))
  }

  @Test("more tokens than slots end the program with both numbers")
  func overflow() async throws {
    let ended = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let configuration = ModelConfiguration(
        vocabularySize: 5, width: 4, layerCount: 1, headCount: 1, maximumPositions: 8)
      let model = try LanguageModel(configuration, using: Generator(seed: 0))
      let cache = KeyValueCache(for: configuration, batchSize: 1, capacity: 2)
      _ = model.decoder.hiddenStates(
        of: .zeros([1, 3], .int64), at: Tensor.range(0..<3).unsqueezed(0), .causal, cache: cache)
    }
    let message = String(decoding: try #require(ended).standardErrorContent, as: UTF8.self)
    #expect(message.contains("0 + 3 tokens for a cache of 2"))
  }

  @Test(
    "products in half precision, with and without a cache", arguments: ["qwen3-tied", "gpt2-tied"])
  func autocast(name: String) throws {
    let fixture = try Fixture(name)
    let model = try LanguageModel(folder: fixture.folder)
    let tokens = try fixture.batch("right").tokens.slice(0..<1, along: 0)
    let positions = Tensor.range(0..<10).unsqueezed(0)
    let due = model.decoder.hiddenStates(of: tokens, at: positions, .causal)
    let cache = cache(model, batchSize: 1, capacity: 10)
    let (whole, pieces) = withAutocast(to: .bfloat16, on: .cpu) {
      let whole = model.decoder.hiddenStates(of: tokens, at: positions, .causal)
      let pieces = [0..<6, 6..<10].map { range in
        model.decoder.hiddenStates(
          of: tokens.slice(range, along: 1), at: positions.slice(range, along: 1), .causal,
          cache: cache)
      }
      return (whole, Tensor.concatenation(of: pieces, along: 1))
    }
    // Eight bits of mantissa over two layers.
    expectClose(whole, due, within: 0.1)
    expectClose(pieces, due, within: 0.1)
    #expect(whole.floats != due.floats)
    whole.to(.float32).squared().mean().backward()
    for (name, tensor) in model.parameters.named {
      let gradient = try #require(tensor.gradient, "\(name)")
      #expect(gradient.isFinite, "\(name)")
    }
  }
}
