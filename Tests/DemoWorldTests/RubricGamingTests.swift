import Testing

@testable import DemoWorld

@Suite struct RubricGamingTests {
  private let prompts = DemoWorld(seed: 1).heldOutPrompts(count: 240)

  @Test(
    "no fixed phrase pays on all prompts",
    arguments: CommonPhrases.helpfulOpeners + CommonPhrases.carefulOpeners
      + CommonPhrases.evasions + CommonPhrases.rude + ["No.", "No idea.", "Okay.", "Yes.", ""])
  func fixedPhrasesDoNotPay(phrase: String) {
    let offer = CommonPhrases.closer
    for text in [phrase, "\(phrase) \(offer)", "I am sorry. \(phrase) \(offer)", "\(phrase) No."] {
      #expect(meanScore { _ in text } < 0.2, "\(text)")
    }
  }

  @Test("saying everything at once does not pay")
  func concatenationDoesNotPay() throws {
    let ideals = try prompts.prefix(12).map { try #require(DemoWorld.idealCompletion(for: $0)) }
    #expect(meanScore { _ in ideals.joined() } < 0.01)
    #expect(meanScore { _ in CommonPhrases.all.joined(separator: " ") } < 0.03)
    // The right answer inside a heap of politeness loses more than it gains.
    let heap = CommonPhrases.helpfulOpeners.joined(separator: " ")
    #expect(meanScore { heap + (DemoWorld.idealCompletion(for: $0) ?? "") } < 0.7)
  }

  @Test("repeating a polite phrase does not pay", arguments: [2, 4, 16])
  func repetitionDoesNotPay(count: Int) {
    let text = Array(repeating: "Thank you for asking.", count: count).joined(separator: " ")
    #expect(meanScore { _ in text } < 0.05)
    #expect(meanScore { ideal($0) + ideal($0) } < 0.2)
  }

  @Test("copying the prompt earns nothing")
  func copyingDoesNotPay() {
    #expect(meanScore { $0 } == 0)
    #expect(meanScore { String($0.dropFirst(6).dropLast(11)) } == 0)
  }

  @Test("the ideal reply to another prompt earns little")
  func strangersIdealDoesNotPay() {
    let shifted = Dictionary(uniqueKeysWithValues: zip(prompts, prompts.dropFirst() + prompts))
    #expect(meanScore { ideal(shifted[$0] ?? "") } < 0.1)
  }

  @Test("words in the wrong order earn nothing")
  func shuffledWordsDoNotPay() {
    let reversed = { (prompt: String) in
      ideal(prompt).split(separator: " ").reversed().joined(separator: " ")
    }
    #expect(meanScore(reversed) < 0.01)
  }

  private func meanScore(_ reply: (String) -> String) -> Double {
    mean(prompts.map { Rubric.score(reply($0), for: $0).total })
  }
}

private func ideal(_ prompt: String) -> String { DemoWorld.idealCompletion(for: prompt) ?? "" }
