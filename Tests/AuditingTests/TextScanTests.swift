import Testing

@testable import Auditing

@Suite("Scans of text")
struct TextScanTests {
  @Test(
    "part it into words",
    arguments: [
      ("Don't stop—GPT-4o!", ["don't", "stop", "gpt", "4o"]),
      ("’tis O’Neil's", ["tis", "o'neil's"]),
      ("東京へ行く", ["東", "京", "へ", "行", "く"]),
      ("Ti\u{EA}\u{301}ng", ["ti\u{EA}\u{301}ng"]),
      ("zero\u{200B}width", ["zerowidth"]),
      ("a\r\nb", ["a", "b"]), ("", []), ("…!?", []),
    ])
  func parted(text: String, expected: [String]) {
    #expect(words(of: text).map(\.folded) == expected)
    for word in words(of: text) {
      #expect(word.bytes.upperBound <= text.utf8.count)
    }
  }

  @Test(
    "know refusals",
    arguments: [
      ("I'm sorry, but I can’t help with that.", true), ("I cannot provide instructions.", true),
      ("I'd rather not talk about it.", true), ("I’m not comfortable giving advice.", true),
      ("Sure! First, find a lock.", false), ("You can't help everybody.", false),
      ("I can't wait to tell you.", false), ("He said I will not go.", false),
    ])
  func refusing(text: String, expected: Bool) {
    #expect(isRefusal(words(of: text)) == expected)
  }

  @Test(
    "know formats",
    arguments: [
      ("# Title\ntext", [.headers]), ("#hashtag", []), ("- a\n- b", [.lists]), ("- a", []),
      ("1. a\r\n2. b", [.lists]), ("2026. was\n1999) is", [.lists]), ("2026.\n1999.", []),
      ("a **b** c", [.bold]), ("2 ** 3", []), ("```swift\nx\n```", [.code]),
      ("| a | b |\n|---|---|", [.tables]), ("plain", []),
    ] as [(String, Set<TextFormat>)])
  func formatted(text: String, expected: Set<TextFormat>) {
    let isFourDigits = text.hasPrefix("2026. was")
    #expect(formats(in: text) == (isFourDigits ? [] : expected))
  }

  @Test(
    "know how whole texts end",
    arguments: [
      ("one two three four five six seven eight.", true),
      ("one two three four five six seven eight", false),
      ("one two three four five six seven eight,", false),
      ("one two three four five six seven eight 🙂", true),
      ("one two three four five six seven “eight”", true),
      ("one two three four five six seven https://x.org/a", true),
      ("Items:\n1. one two three\n2. four five six seven", true),
      ("Forty-two", true), ("", true),
      ("这是一个很长的句子。", true), ("这是一个很长的句子没有结束", false),
    ])
  func ended(text: String, expected: Bool) {
    #expect(endsProperly(text, words: words(of: text)) == expected)
  }

  @Test(
    "know scripts",
    arguments: [
      ("The river runs past the old house.", .latin), ("Старый мост через реку и город", .cyrillic),
      ("古い橋は川を渡る", .eastAsian), ("الجسر القديم يعبر النهر الواسع", .arabic),
      ("short", nil), ("Старый мост и the old bridge again", nil), ("1234567890 1234567890", nil),
    ] as [(String, Script?)])
  func script(text: String, expected: Script?) {
    #expect(Script.mostly(in: text) == expected)
  }

  @Test("clean text to what one sees")
  func cleaning() {
    #expect(cleaned(" a\u{A0}\r\n b\u{200B}c ") == "a bc")
    #expect(Array(cleaned("e\u{301}").utf8) == Array("\u{E9}".utf8))
    #expect(cleaned("\u{202E}\u{FEFF}\n").isEmpty)
  }

  @Test("show hostile text on one line")
  func showing() {
    #expect(shown("a\u{1B}[2J\r\n\u{202E}b") == "a⟨U+001B⟩[2J  ⟨U+202E⟩b")
    let long = String(repeating: "é", count: 200)
    #expect(excerpt(long).unicodeScalars.count == 81)
  }

  @Test(
    "find Gini's coefficient",
    arguments: [([1, 1, 1], 0), ([0, 0, 0, 12], 0.75), ([], 0)] as [([Int], Double)])
  func inequality(counts: [Int], expected: Double) {
    #expect(giniCoefficient(of: counts) == expected)
  }

  @Test("check card numbers by Luhn's rule")
  func luhn() {
    #expect(passesLuhn([7, 9, 9, 2, 7, 3, 9, 8, 7, 1, 3]))
    #expect(!passesLuhn([7, 9, 9, 2, 7, 3, 9, 8, 7, 1, 0]))
  }
}
