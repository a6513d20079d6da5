import Testing

@testable import DemoWorld

@Suite struct QualityOfSpeakersTests {
  private let world = DemoWorld(seed: 1)

  @Test("demonstrations are decent and leave room to improve")
  func demonstrations() {
    let scores = world.demonstrations(count: 3_000).map {
      Rubric.score($0.completion, for: $0.prompt).total
    }
    #expect((0.48...0.53).contains(mean(scores)))
    // Few perfect replies: an aligned policy can win against almost every sample.
    #expect((0.08...0.12).contains(Double(scores.count { $0 > 0.99 }) / 3_000))
  }

  @Test("the base model's texts are worse than the demonstrations")
  func documents() {
    let scores = world.documents(count: 3_000).map { document -> Double in
      let prompt = promptOfDocument(document)
      return Rubric.score(String(document.dropFirst(prompt.count)), for: prompt).total
    }
    #expect((0.37...0.43).contains(mean(scores)))
  }

  @Test("no kind of prompt is much harder for people than another")
  func kindsAreAlike() {
    let byKind = Dictionary(grouping: world.demonstrations(count: 6_000)) {
      DemoWorld.kind(of: $0.prompt)
    }
    #expect(byKind.count == QuestionKind.allCases.count)
    for (_, written) in byKind {
      let scores = written.map { Rubric.score($0.completion, for: $0.prompt).total }
      #expect((0.46...0.55).contains(mean(scores)))
    }
  }
}
