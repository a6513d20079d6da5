import Foundation
import Testing

@testable import Feedback

@Suite("A secret token")
struct SecretTokenTests {
  @Test("is 256 bits that do not come again")
  func random() throws {
    var seen = Set<String>()
    var bits = [Int](repeating: 0, count: 256)
    for _ in 0..<400 {
      let token = SecretToken.new()
      #expect(token.text.utf8.count == 43)
      #expect(seen.insert(token.text).inserted)
      let standard = token.text.replacing("-", with: "+").replacing("_", with: "/") + "="
      let bytes = try #require(Data(base64Encoded: standard))
      #expect(bytes.count == 32)
      for (index, byte) in bytes.enumerated() {
        for bit in 0..<8 where byte >> bit & 1 == 1 { bits[index * 8 + bit] += 1 }
      }
    }
    // 400 fair coins show fewer than 130 heads once in 10¹² times.
    #expect(bits.allSatisfy { (130...270).contains($0) })
  }

  @Test("is read from what it is written as, and from nothing else")
  func reading() {
    let text = SecretToken.new().text
    #expect(SecretToken(text)?.text == text)
    #expect(SecretToken(text)?.hash == sha256(of: text))
    let others = [
      "", String(text.dropLast()), text + "A", String(text.dropLast()) + "=",
      String(text.dropLast()) + "\u{301}", String(text.dropLast(2)) + "\r\n",
    ]
    for other in others { #expect(SecretToken(other) == nil) }
  }

  @Test("does not show itself in texts")
  func description() {
    let token = SecretToken.new()
    #expect(!"\(token)".contains(token.text))
    #expect(!String(reflecting: token).contains(token.text))
  }

  @Test("is compared byte for byte")
  func comparison() {
    #expect(isSameSecret("abc", "abc"))
    #expect(!isSameSecret("abc", "abd"))
    #expect(!isSameSecret("abc", "ab"))
    #expect(!isSameSecret("\u{E9}", "e\u{301}"))
  }

  @Test("has the hash that other programs compute")
  func hash() {
    #expect(
      sha256(of: "abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }
}
