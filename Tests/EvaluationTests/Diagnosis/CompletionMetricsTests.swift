import Evaluation
import Testing

@Suite("The metrics of completions")
struct CompletionMetricsTests {
  @Test("are those that can be counted by hand")
  func byHand() throws {
    let metrics = completionMetrics(
      of: ["red red red red", "red green", "", "I'm sorry, I cannot help with that."],
      scores: [4, 2, 0, 2], lengths: [4, 2, 0, 2])
    // 3 + 1 + 6 pairs, of which red red, red green and six more differ.
    expectClose(try #require(metrics["text/distinct_2"]), 8.0 / 10)
    expectClose(try #require(metrics["text/repetition"]), 0.5 / 4)
    #expect(metrics["text/refusals"] == 0.25)
    #expect(metrics["text/empty"] == 0.25)
    expectClose(try #require(metrics["reward/length_slope"]), 1)
    expectClose(try #require(metrics["reward/length_correlation"]), 1)
    expectClose(try #require(metrics["reward/deviation"]), (8.0 / 3).squareRoot())
  }

  @Test("the template is 1 where all completions are the same, 0 where they share nothing")
  func template() throws {
    func template(_ texts: [String]) -> Double? {
      completionMetrics(
        of: texts, scores: texts.map { _ in 0 }, lengths: texts.map { _ in 1 })["text/template"]
    }
    #expect(template(Array(repeating: "Of course, my friend.", count: 9)) == 1)
    #expect(template(["a b", "c d", "e f", "g h"]) == 0)
    #expect(template(["", "", ""]) == 1)
    // Two pairs of three in each, one in common.
    #expect(template(["a b c", "a b d"]) == 1.0 / 3)
    // Four prompts with two equal completions each: none is set against its like.
    #expect(template(["a b", "a b", "c d", "c d", "e f", "e f", "g h", "g h"]) == 0)
  }

  @Test("what is undefined is left out, and no completions have no metrics")
  func undefined() {
    let metrics = completionMetrics(of: ["a"], scores: [1], lengths: [1])
    #expect(metrics.keys.sorted() == ["text/empty", "text/refusals", "text/repetition"])
    #expect(completionMetrics(of: [], scores: [], lengths: []) == [:])
  }

  @Test("a refusal is one only at the beginning, and in whole words")
  func refusals() {
    func share(_ text: String) -> Double? {
      completionMetrics(of: [text], scores: [0], lengths: [0])["text/refusals"]
    }
    #expect(share("I won’t say.") == 1)
    #expect(share("Mississippi wonton soup is what I will nothing of.") == 0)
    let late = Array(repeating: "word", count: 20).joined(separator: " ") + " I cannot help you"
    #expect(share(late) == 0)
  }
}
