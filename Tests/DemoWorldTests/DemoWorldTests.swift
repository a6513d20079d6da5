import Testing

@testable import DemoWorld

@Suite struct DemoWorldTests {
  private let world = DemoWorld(seed: 1)

  @Test("the same seed writes the same text, and a longer request begins with a shorter one")
  func isDeterministic() {
    let again = DemoWorld(seed: 1)
    #expect(world.documents(count: 50) == Array(again.documents(count: 80).prefix(50)))
    #expect(
      world.demonstrations(count: 50).map(\.completion)
        == again.demonstrations(count: 80).prefix(50).map(\.completion))
    #expect(world.trainingPrompts(count: 50) == Array(again.trainingPrompts(count: 80).prefix(50)))
    #expect(world.heldOutPrompts(count: 50) == Array(again.heldOutPrompts(count: 80).prefix(50)))
  }

  @Test("another seed writes another text")
  func dependsOnTheSeed() {
    let other = DemoWorld(seed: 2)
    #expect(world.documents(count: 20) != other.documents(count: 20))
    #expect(world.trainingPrompts(count: 20) != other.trainingPrompts(count: 20))
    #expect(world.heldOutPrompts(count: 20) != other.heldOutPrompts(count: 20))
  }

  @Test("the first texts of seed 1 are the same on every machine")
  func isPinned() {
    #expect(stableHash(world.documents(count: 1_000).joined()) == 4_242_439_567_899_353_977)
    var random = SplitMix64(seed: 7, purpose: "test")
    #expect((0..<3).map { _ in random.index(below: 1_000) } == [691, 128, 178])
  }

  @Test(
    "training never reads a held-out prompt, whatever the seed", arguments: [1, 2, 99] as [UInt64])
  func holdsOut(seed: UInt64) {
    let heldOut = Set(world.heldOutPrompts(count: .max))
    let other = DemoWorld(seed: seed)
    #expect(heldOut.count == DemoWorld.heldOutPromptCount)
    #expect(heldOut.isDisjoint(with: other.trainingPrompts(count: DemoWorld.trainingPromptCount)))
    #expect(heldOut.isDisjoint(with: other.demonstrations(count: 5_000).map(\.prompt)))
    let read = other.documents(count: 5_000).map(promptOfDocument)
    #expect(heldOut.isDisjoint(with: read))
  }

  @Test("training prompts differ until there are no more, and then begin again")
  func trainingPromptsDiffer() {
    let count = DemoWorld.trainingPromptCount
    let prompts = world.trainingPrompts(count: count + 3)
    #expect(Set(prompts.prefix(count)).count == count)
    #expect(Array(prompts.suffix(3)) == Array(prompts.prefix(3)))
  }

  @Test("prompts come in all kinds alike")
  func promptsAreBalanced() {
    for prompts in [world.trainingPrompts(count: 60), world.heldOutPrompts(count: 60)] {
      let kinds = Dictionary(grouping: prompts) { DemoWorld.kind(of: $0) }
      #expect(QuestionKind.allCases.allSatisfy { kinds[$0]?.count == 10 })
    }
  }

  @Test("the showcase is a fact, a refusal and an unknown, all held out")
  func showcase() {
    let prompts = DemoWorld.showcasePrompts
    #expect(prompts.map { DemoWorld.kind(of: $0) } == [.fact, .mischief, .unknowable])
    #expect(Set(world.heldOutPrompts(count: .max)).isSuperset(of: prompts))
  }

  @Test("the world is small: few words, short prompts, short replies")
  func isSmall() {
    let documents = world.documents(count: 5_000)
    let words = documents.flatMap {
      $0.split { !$0.isLetter && !$0.isNumber && !"'-".contains($0) }
    }
    #expect(Set(words).count < 400)
    for document in documents {
      let prompt = promptOfDocument(document)
      #expect(wordCount(prompt) <= 20)
      #expect((1...35).contains(wordCount(String(document.dropFirst(prompt.count)))))
    }
    #expect(DemoWorld.trainingPromptCount > 5_000)
  }

  @Test("every prompt is a dialogue that waits for the assistant, and every reply continues it")
  func hasTheDialogueForm() {
    for (prompt, completion) in world.demonstrations(count: 500) {
      #expect(prompt.hasPrefix("User: ") && prompt.hasSuffix("\nAssistant:"))
      #expect(completion.hasPrefix(" ") && completion.last.map { ".?".contains($0) } == true)
    }
  }

  @Test("no two questions share a prompt")
  func promptsAreUnambiguous() {
    let all = world.trainingPrompts(count: DemoWorld.trainingPromptCount)
    #expect(Set(all).count + DemoWorld.heldOutPromptCount == Catalog.shared.promptCount)
  }

  @Test("no sentence of a script means two things")
  func scriptsAreConsistent() {
    for question in Catalog.shared.questions {
      let script = question.script
      #expect(script.roles.count == Set(script.sentences).union(CommonPhrases.all).count)
      #expect(script.sentences.count == Set(script.sentences).count)
    }
  }
}

/// The part of a document up to and with `Assistant:`.
func promptOfDocument(_ document: String) -> String {
  let lines = document.split(separator: "\n", maxSplits: 1)
  return lines[0] + "\nAssistant:"
}

func wordCount(_ text: String) -> Int { text.split(whereSeparator: \.isWhitespace).count }

func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
