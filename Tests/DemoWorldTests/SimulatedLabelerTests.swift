import Testing

@testable import DemoWorld

private let fact = "User: Good morning. What colour is snow?\nAssistant:"
private let replies = [
  " White.", " Good question. The colour of snow is white. Would you like to know more about snow?",
  " The colour of snow is green.", " The colour of snow is white.",
]

@Suite struct SimulatedLabelerTests {
  @Test("one who never errs ranks by the rubric, 1 the best")
  func ranksByTheRubric() {
    var random = SplitMix64(seed: 1, purpose: "labels")
    let labeler = SimulatedLabeler(name: "Sure", errorRate: 0)
    #expect(labeler.rank(replies, for: fact, using: &random) == [3, 1, 4, 2])
  }

  @Test("equals share a rank, and the next rank follows without a gap")
  func tiesShareARank() {
    var random = SplitMix64(seed: 1, purpose: "labels")
    let labeler = SimulatedLabeler(name: "Sure", errorRate: 0)
    let ties = [replies[3], replies[1], replies[3], replies[2]]
    #expect(labeler.rank(ties, for: fact, using: &random) == [2, 1, 2, 3])
    #expect(labeler.rank([], for: fact, using: &random) == [])
    #expect(labeler.rank([" x"], for: fact, using: &random) == [1])
  }

  @Test("errs on pairs as often as stated", arguments: [0, 0.05, 0.1, 0.3, 0.5], [2, 4])
  func errsAsStated(errorRate: Double, count: Int) {
    var random = SplitMix64(seed: 11, purpose: "labels")
    let labeler = SimulatedLabeler(name: "Test", errorRate: errorRate)
    let texts = Array(replies.prefix(count))
    let truth = texts.map { Rubric.score($0, for: fact).total }
    var wrong = 0
    var pairs = 0
    for _ in 0..<2_000 {
      let ranks = labeler.rank(texts, for: fact, using: &random)
      for first in 0..<count {
        for second in 0..<first {
          pairs += 1
          wrong += (truth[first] > truth[second]) == (ranks[first] < ranks[second]) ? 0 : 1
        }
      }
    }
    // Four standard errors of a share over 2 000 independent tasks are at most 0.045.
    #expect(
      abs(Double(wrong) / Double(pairs) - errorRate) < 0.045 * (errorRate == 0 ? 0 : 1) + 1e-9)
  }

  @Test("a taste for long replies decides between equals, and only there")
  func tasteDecidesBetweenEquals() {
    var random = SplitMix64(seed: 1, purpose: "labels")
    let wordy = SimulatedLabeler(name: "Wordy", errorRate: 0, pointsPerWord: 0.02)
    let short = " Thank you. I am not sure."
    let long = short + " I am not at all sure."
    #expect(wordy.rank([short, long], for: fact, using: &random) == [2, 1])
    #expect(wordy.rank(replies, for: fact, using: &random) == [3, 1, 4, 2])
  }

  @Test("one slip does not change the choices that follow")
  func slipsAreIndependent() {
    var first = SplitMix64(seed: 4, purpose: "labels")
    var second = first
    _ = SimulatedLabeler(name: "Sure", errorRate: 0).rank(replies, for: fact, using: &first)
    _ = SimulatedLabeler(name: "Wild", errorRate: 0.5).rank(replies, for: fact, using: &second)
    #expect(first.next() == second.next())
  }

  @Test("the panel states its error rates and mostly agrees with the rubric")
  func panelAgreesWithTheRubric() {
    #expect(SimulatedLabeler.panel.map(\.errorRate) == [0.05, 0.10, 0.10])
    var random = SplitMix64(seed: 2, purpose: "labels")
    let tasks = DemoWorld(seed: 2).trainingPrompts(count: 600).map { prompt in
      let behaviours: [Behaviour] = [.ideal, .plain, .curt, .violating]
      return (prompt, behaviours.map { reply(to: prompt, $0, using: &random) })
    }
    for labeler in SimulatedLabeler.panel {
      var wrong = 0.0
      var pairs = 0.0
      for (prompt, texts) in tasks {
        let ranks = labeler.rank(texts, for: prompt, using: &random)
        let truth = texts.map { Rubric.score($0, for: prompt).total }
        for first in 0..<4 {
          for second in 0..<first
          where abs(truth[first] - truth[second]) > 0.06 && ranks[first] != ranks[second] {
            pairs += 1
            wrong += (truth[first] > truth[second]) == (ranks[first] < ranks[second]) ? 0 : 1
          }
        }
      }
      #expect(abs(wrong / pairs - labeler.errorRate) < 0.03, "\(labeler.name) \(wrong / pairs)")
    }
  }

  private func reply(
    to prompt: String, _ behaviour: Behaviour, using random: inout SplitMix64
  ) -> String {
    guard let question = Catalog.shared.questionByPrompt[prompt] else { return "" }
    return ReplyWriter(question: question).reply(behaviour, using: &random)
  }
}
