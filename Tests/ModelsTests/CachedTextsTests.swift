import Models
import Testing
import Torch

@Suite("Texts that one row brings into a cache")
struct CachedTextsTests {
  @Test(
    "go on as the whole at once, each in its own row of the cache", arguments: CacheTests.models)
  func texts(name: String) throws {
    let fixture = try Fixture(name)
    let model = try LanguageModel(folder: fixture.folder, in: .float64)
    let tokens = try fixture.batch("right").tokens.slice(0..<1, along: 0)
    // The texts are beginnings of one; the row of the cache goes on that the text was read into.
    let (lengths, rows) = ([3, 5, 5, 8], [2, 0, 3, 1])
    func beginning(_ count: Int) -> Tensor { tokens.slice(0..<count, along: 1) }
    func places(_ count: Int) -> Tensor { Tensor.range(0..<count).unsqueezed(0) }
    let cache = KeyValueCache(
      for: model.configuration, batchSize: 4, capacity: 11, dtype: model.dtype)
    try withoutGradients {
      let whole = lengths.map {
        model.decoder.hiddenStates(of: beginning($0 + 2), at: places($0 + 2), .causal)
      }
      let read = cache.readingTexts(of: lengths, into: rows) {
        model.decoder.hiddenStates(
          of: .concatenation(of: lengths.map(beginning), along: 1),
          at: .concatenation(of: lengths.map(places), along: 1),
          .texts(
            TextLayout([
              .alike(count: 1, length: 3), .alike(count: 2, length: 5), .alike(count: 1, length: 8),
            ])), cache: cache)
      }
      let due = zip(whole, lengths).map { $0.slice(0..<$1, along: 1) }
      expectClose(read, .concatenation(of: due, along: 1), within: 1e-10)
      #expect(cache.length == 8)

      let textOfRow = try rows.indices.map { row in try #require(rows.firstIndex(of: row)) }
      for step in 0..<2 {
        let now = textOfRow.map { lengths[$0] + step }
        let allowed = textOfRow.flatMap { text in
          (0..<9 + step).map { $0 >= 8 - lengths[text] }
        }
        let found = model.decoder.hiddenStates(
          of: .concatenation(of: now.map { tokens.slice($0..<$0 + 1, along: 1) }, along: 0),
          at: Tensor(now, shape: [4, 1]), .allowed(Tensor(allowed, shape: [4, 1, 1, 9 + step])),
          cache: cache)
        let due = zip(textOfRow, now).map { whole[$0].slice($1..<$1 + 1, along: 1) }
        expectClose(found, .concatenation(of: due, along: 0), within: 1e-10)
      }
    }
  }
}
