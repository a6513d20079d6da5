import Foundation
import Testing

@testable import Tokenizers

@Suite("Decoding step by step")
struct DecodingStageTests {
  /// What comes out token by token, and at the end.
  private func parts(_ tokens: [String], _ steps: [TokenDecoder.Step]) -> [String] {
    var stages = TokenDecoder(steps: steps).stages()
    func pass(_ tokens: [[UInt8]], from start: Int) -> [UInt8] {
      var tokens = tokens
      for index in stages.indices.dropFirst(start) {
        tokens = tokens.flatMap { stages[index].append($0) }
      }
      return tokens.flatMap(\.self)
    }
    var parts = tokens.map { pass([Array($0.utf8)], from: 0) }
    let last = stages.indices.reduce(into: [UInt8]()) { last, index in
      last += pass(stages[index].finish(), from: index + 1)
    }
    parts.append(last)
    return parts.map { String(decoding: $0, as: UTF8.self) }
  }

  @Test("a run of bytes waits for its end, and one wrong byte spoils it whole")
  func byteRun() {
    #expect(parts(["a", "<0xC3>", "<0xA9>", "b"], [.byteFallback]) == ["a", "", "", "éb", ""])
    #expect(
      parts(["<0xC3>", "<0xA9>", "<0xff>"], [.byteFallback])
        == ["", "", "", "\u{FFFD}\u{FFFD}\u{FFFD}"])
    #expect(parts(["<0xZZ>", "<0x1>"], [.byteFallback]) == ["<0xZZ>", "<0x1>", ""])
  }

  @Test("of one token, only its ends are stripped")
  func stripping() {
    let steps: [TokenDecoder.Step] = [.fuse, .strip([0x20], start: 1, end: 0)]
    #expect(parts([" ", " a", " b"], steps) == ["", " a", " b", ""])
    #expect(parts(["a", " b"], steps) == ["a", " b", ""])
    let both: [TokenDecoder.Step] = [.fuse, .strip([0x78], start: 2, end: 2)]
    #expect(parts(["x", "xxax", "xx"], both) == ["", "xa", "x", ""])
    #expect(parts(["xaxb", "x"], [.strip([0x78], start: 2, end: 2)]) == ["axb", "", ""])
  }

  @Test("of one token, a text is replaced also where it comes in pieces")
  func replacing() {
    let steps: [TokenDecoder.Step] = [
      .fuse, .replace(Array("aab".utf8), with: Array("-".utf8)),
    ]
    #expect(parts(["a", "a", "b"], steps) == ["", "", "-", ""])
    #expect(parts(["xaaa", "b", "a"], steps) == ["xa", "-", "", "a"])
    #expect(
      parts(["a", "ab"], [.replace(Array("aab".utf8), with: [])]) == ["a", "ab", ""])
  }

  @Test("a mark is a space, but for one that was put before the text")
  func marks() {
    let always = Metaspace(mark: Metaspace.usualMark, prefix: .always, splits: true)
    #expect(parts(["▁a", "▁b"], [.metaspace(always)]) == ["a", " b", ""])
    let never = Metaspace(mark: Metaspace.usualMark, prefix: .never, splits: true)
    #expect(parts(["▁a", "▁b"], [.metaspace(never)]) == [" a", " b", ""])
  }
}
