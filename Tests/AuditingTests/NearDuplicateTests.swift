import Testing

@testable import Auditing

@Suite("Near duplicates")
struct NearDuplicateTests {
  @Test("are found whatever case, punctuation and spaces do")
  func folded() {
    var index = NearDuplicateIndex<Int>()
    #expect(index.insert("How do I pick a lock?", key: 1) == nil)
    let match = index.insert("  HOW do I pick…\n\na lock", key: 2)
    #expect(match?.key == 1 && match?.similarity == 1)
  }

  @Test("are similar as the sets of runs of five characters are, exactly for short texts")
  func exact() {
    let (a, b) = ("the old bridge crosses the river", "the new bridge crosses the river")
    func shingles(_ text: String) -> Set<String> {
      let characters = Array(text)
      return Set((0...(characters.count - 5)).map { String(characters[$0..<($0 + 5)]) })
    }
    let (first, second) = (shingles(a), shingles(b))
    let expected =
      Double(first.intersection(second).count) / Double(first.union(second).count)
    #expect(TextSketch(a).similarity(to: TextSketch(b)) == expected)
    #expect(TextSketch(b).similarity(to: TextSketch(a)) == expected)
  }

  @Test("of long texts are estimated within three standard errors, nearly always")
  func estimated() {
    var prose = Prose(seed: 5)
    var far = 0
    for turn in 0..<40 {
      let common = prose.paragraph(20...20)
      let (a, b) = (common + prose.paragraph(1...3), common + prose.paragraph(1...3))
      let exact = exactSimilarity(a, b)
      let error = (exact * (1 - exact) / 128).squareRoot()
      if abs(TextSketch(a).similarity(to: TextSketch(b)) - exact) > 3 * error { far += 1 }
      #expect(exact > 0.5, "turn \(turn)")
    }
    #expect(far <= 2)
  }

  private func exactSimilarity(_ a: String, _ b: String) -> Double {
    func shingles(_ text: String) -> Set<String> {
      let characters = Array(words(of: text).map(\.folded).joined(separator: " ").unicodeScalars)
      return Set(
        (0...(characters.count - 5)).map { start in
          characters[start..<(start + 5)].map { "\($0.value)" }.joined(separator: ",")
        })
    }
    let (first, second) = (shingles(a), shingles(b))
    return Double(first.intersection(second).count) / Double(first.union(second).count)
  }

  @Test("are found among many: each of 300 with a word added, and none of 300 others")
  func recall() {
    var prose = Prose(seed: 6)
    let texts = (0..<300).map { _ in prose.paragraph(2...3) + " " + prose.question() }
    var index = NearDuplicateIndex<Int>()
    for (number, text) in texts.enumerated() { #expect(index.insert(text, key: number) == nil) }
    let found = texts.enumerated().count { index.nearest(to: $1 + " Thanks!")?.key == $0 }
    #expect(found == 300)
    let others = (0..<300).count { _ in index.nearest(to: prose.paragraph(3...4)) != nil }
    #expect(others == 0)
  }

  @Test("are the nearest, and the earliest among equals")
  func nearest() {
    var index = NearDuplicateIndex<String>()
    let text = "The quick brown fox jumps over the lazy dog near the river bank today"
    index.insert(text + " and sleeps", key: "far")
    index.insert(text, key: "first")
    index.insert(text, key: "second")
    #expect(index.nearest(to: text)?.key == "first")
    #expect(index.nearest(to: text + " and sleeps")?.key == "far")
    #expect(index.count == 3)
  }

  @Test("are none among texts without words")
  func wordless() {
    var index = NearDuplicateIndex<Int>()
    #expect(index.insert("?!", key: 1) == nil)
    #expect(index.insert("…", key: 2) == nil)
    #expect(index.insert("", key: 3) == nil)
  }

  @Test("make clusters that are named for their first text")
  func clusters() {
    let a = "Where does the old painter sell the golden lamp on Sundays?"
    let texts = [
      a, "What is the capital of France?", a + " Please.", "¿?", a.uppercased(), "¿?",
      "Who repairs the engine of the distant lighthouse?",
    ]
    #expect(promptClusters(of: texts) == [0, 1, 0, 3, 0, 3, 6])
    #expect(promptClusters(of: []) == [])
  }

  @Test("are of one cluster when both are like a third")
  func chains() {
    let words = (0..<40).map { "word\($0)" }
    func text(_ start: Int) -> String { words[start..<(start + 30)].joined(separator: " ") }
    let texts = [text(0), text(6), text(3)]
    #expect(TextSketch(texts[0]).similarity(to: TextSketch(texts[1])) < 0.8)
    #expect(promptClusters(of: texts) == [0, 0, 0])
  }

  @Test("are told by the same numbers in every process")
  func stable() {
    #expect(stableHash(of: "prompt") == 11_034_869_345_069_525_037)
    let sketch = TextSketch("The old bridge crosses the river.")
    #expect(sketch.hashes.prefix(2) == [6_368_555, 131_716_693])
    #expect(sketch.bandKeys.first == 18_324_537_524_310_014_594)
  }
}
