import Foundation
import Testing

@testable import Tokenizers

@Suite("Splitting")
struct SplitPatternTests {
  static let patterns: [(name: String, pattern: SplitPattern)] = [
    ("gpt2", .gpt2),
    ("llama3", .gpt4(maximumDigits: 3, marksAreLetters: false)),
    ("qwen", .gpt4(maximumDigits: 1, marksAreLetters: false)),
    ("marks", .gpt4(maximumDigits: 1, marksAreLetters: true)),
  ]

  private struct GoldenSplit: Decodable {
    let text: String
    let gpt2: [Int]
    let llama3: [Int]
    let qwen: [Int]
    let marks: [Int]

    func counts(_ name: String) -> [Int] {
      ["gpt2": gpt2, "llama3": llama3, "qwen": qwen, "marks": marks][name] ?? []
    }
  }

  @Test("cuts where the regular expression cuts", arguments: patterns)
  func golden(name: String, pattern: SplitPattern) throws {
    let splitter = PreTokenizer(steps: [.split(pattern, .isolated, isInverted: false)])
    let file = TokenizerFixture.folder.appendingPathComponent("patterns.jsonl")
    let splits: [GoldenSplit] = try TokenizerFixture.lines(file)
    #expect(splits.count > 100)
    for split in splits {
      var text = AlignedText(split.text.utf8)
      let counts = splitter.words(of: &text).map(\.count)
      #expect(counts == split.counts(name), "\(split.text.debugDescription)")
    }
  }

  @Test("counts the characters of Unicode as `tokenizers` does")
  func unicodeTables() throws {
    let file = TokenizerFixture.folder.appendingPathComponent("unicode.json")
    let golden = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
    var counts: [CharacterClass: Int] = [:]
    var digests: (nfd: UInt64, nfkd: UInt64) = (0xCBF2_9CE4_8422_2325, 0xCBF2_9CE4_8422_2325)
    // Beyond these there are only private characters, which have no class.
    let values = [UInt32(0)..<0x33480, 0xE0000..<0xE0200].joined()
    for value in values where Unicode.Scalar(value) != nil {
      counts[CharacterClass(value), default: 0] += 1
      guard value >= 0xA0 else { continue }
      add(CanonicalTables.canonical.decomposition(of: value), of: value, to: &digests.nfd)
      add(CanonicalTables.compatibility.decomposition(of: value), of: value, to: &digests.nfkd)
    }
    #expect(counts[.letter] == golden?["letter"] as? Int)
    #expect(counts[.number] == golden?["number"] as? Int)
    #expect(counts[.mark] == golden?["mark"] as? Int)
    let spaces = (counts[.newline] ?? 0) + (counts[.otherSpace] ?? 0)
    #expect(spaces == golden?["space"] as? Int)
    let count = { (kind: CharacterKind) in values.count { kind.contains($0) } }
    #expect(count(.punctuation) == golden?["punctuation"] as? Int)
    #expect(count(.combiningMark) == golden?["combining"] as? Int)
    #expect(count(.number) == golden?["numeric"] as? Int)
    let wordCount = values.count { Unicode.Scalar($0)?.properties.isPartOfWord == true }
    #expect(wordCount == golden?["word"] as? Int)
    #expect(String(digests.nfd, radix: 16) == golden?["nfd"] as? String)
    #expect(String(digests.nfkd, radix: 16) == golden?["nfkd"] as? String)
  }

  /// FNV-1a over what decomposes.
  private func add(_ parts: [UInt32], of value: UInt32, to digest: inout UInt64) {
    guard parts != [value] else { return }
    for number in [value] + parts { digest = (digest ^ UInt64(number)) &* 0x100_0000_01B3 }
  }

  @Test("knows its expressions by their text, and no other")
  func expressions() {
    let llama =
      #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}|"#
      + #" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
    #expect(SplitPattern(expression: llama) == .gpt4(maximumDigits: 3, marksAreLetters: false))
    #expect(SplitPattern(expression: SplitPattern.gpt2Expression) == .gpt2)
    #expect(SplitPattern(expression: llama + "?") == nil)
  }
}
