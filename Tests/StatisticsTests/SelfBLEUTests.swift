import Testing

@testable import Statistics

@Suite("Self-BLEU")
struct SelfBLEUTests {
  @Test("is NLTK's, as Texygen computes it")
  func golden() throws {
    let golden = try WinRateGolden.read()
    for (texts, due) in zip(golden.texts, golden.selfBLEU) {
      let words = texts.map { $0.split(separator: " ").map(String.init) }
      expectClose(selfBLEU(of: words), due, within: 1e-12)
    }
  }

  @Test("is 1 where all completions are the same, and 0 where no word is shared")
  func ends() {
    expectClose(selfBLEU(of: [[1, 2, 3, 4], [1, 2, 3, 4], [1, 2, 3, 4]]), 1)
    expectClose(selfBLEU(of: [[1, 2, 3, 4], [5, 6, 7, 8]]), 0)
    #expect(selfBLEU(of: [[1, 2]]).isNaN)
    #expect(selfBLEU(of: [[], [1]]) == 0)
  }
}
