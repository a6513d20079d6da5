import Datasets
import Foundation
import Scoring
import Testing

@Suite("The best of n")
struct BestOfNTests {
  @Test("is the completion of the highest score, the earlier one of equals")
  func ranking() {
    let ranked = RankedEpisodes(
      ["a", "b", "c", "d"].map { episode($0) }, scores: [1, 3, 3, -1])
    #expect(ranked.episodes.map(\.completion) == ["b", "c", "a", "d"])
    #expect(ranked.scores == [3, 3, 1, -1])
    #expect(ranked.ranks == [1, 1, 3, 4])
  }

  @Test("differs by at most log n − (n−1)/n nats")
  func bound() {
    #expect(bestOfKLBound(1) == 0)
    #expect(abs(bestOfKLBound(2) - (log(2) - 0.5)) < 1e-12)
    #expect(abs(bestOfKLBound(128) - 3.859843) < 1e-6)
  }

  // Beirami et al. 2024: two completions, each of probability ½, and the better one wins.
  @Test("differs by less where single completions are likely")
  func exact() {
    for n in [1, 2, 4, 16] {
      let worse = pow(0.5, Double(n)), better = 1 - worse
      let kl = worse * log(2 * worse) + better * log(2 * better)
      #expect(kl <= bestOfKLBound(n) + 1e-12)
      #expect(kl <= log(2) + 1e-12)
    }
  }

  @Test("of k is expected to score what all choices of k score on average")
  func expectation() {
    let scores = [0.5, -2, 3, 3, 1]
    for k in 1...5 {
      let best = (0..<32).filter { $0.nonzeroBitCount == k }.map { choice in
        scores.indices.filter { choice >> $0 & 1 == 1 }.map { scores[$0] }.max() ?? .nan
      }
      let due = best.reduce(0, +) / Double(best.count)
      #expect(abs(expectedBest(of: k, among: scores) - due) < 1e-12)
    }
  }

  @Test("by one judge is expected to be worth to another what all choices are on average")
  func worth() {
    let scores = [0.5, -2, 3, 3, 1]
    let gold = [7.0, 1, -4, 2, 0.25]
    for k in 1...5 {
      let chosen = (0..<32).filter { $0.nonzeroBitCount == k }.map { choice in
        let members = scores.indices.filter { choice >> $0 & 1 == 1 }
        let best = members.map { scores[$0] }.max()
        let worths = members.filter { scores[$0] == best }.map { gold[$0] }
        return worths.reduce(0, +) / Double(worths.count)
      }
      let due = chosen.reduce(0, +) / Double(chosen.count)
      #expect(abs(expectedBest(of: k, among: scores, worth: gold) - due) < 1e-12, "\(k)")
      let own = expectedBest(of: k, among: scores, worth: scores)
      #expect(abs(own - expectedBest(of: k, among: scores)) < 1e-12)
    }
  }

  @Test("of more is never worse")
  func monotone() {
    let scores = (0..<64).map { sin(Double($0 * $0)) }
    let means = (1...64).map { expectedBest(of: $0, among: scores) }
    #expect(zip(means, means.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(abs(means[0] - scores.reduce(0, +) / 64) < 1e-12)
    #expect(means[63] == scores.max())
  }

  private func ranked(
    _ texts: [String], _ scores: [Double], _ prompt: Content = .text("?")
  ) -> RankedEpisodes {
    RankedEpisodes(
      texts.map { text in
        var episode = episode(text)
        episode.prompt.content = prompt
        return episode
      }, scores: scores)
  }

  @Test("is a demonstration, and a comparison with the worst")
  func rows() throws {
    let plain = ranked(["a", "b", "c"], [1, 3, 2])
    #expect(plain.demonstration == Demonstration(prompt: .text("?"), completion: .text("b")))
    #expect(plain.demonstration?.source == RowSource(file: "rows", line: 7))
    #expect(
      plain.comparison
        == Comparison(prompt: .text("?"), chosen: .text("b"), rejected: .text("a")))
    let question = Content.messages([Message(role: "user", content: "?")])
    let turn = Content.messages([Message(role: "assistant", content: "b")])
    #expect(ranked(["a", "b"], [1, 3], question).demonstration?.completion == turn)
  }

  @Test("is no row where there is nothing to learn")
  func noRows() {
    #expect(ranked(["a", " \n"], [1, 3]).demonstration == nil)
    #expect(ranked(["a", "b"], [2, 2]).comparison == nil)
    #expect(ranked(["a", "a"], [2, 1]).comparison == nil)
    #expect(ranked(["a", ""], [2, 1]).comparison == nil)
    #expect(ranked(["a", "a", ""], [2, 1, 0]).ranking == nil)
    #expect(ranked(["a", "b"], [1, 1]).ranking == nil)
  }

  @Test("comes first in a ranking that has each text once")
  func rankings() throws {
    let ranking = try #require(
      ranked(["a", "b", "a", "c", "d"], [1, 3, 2, 2, -1]).ranking)
    #expect(ranking.completions == ["b", "a", "c", "d"].map(Content.text))
    #expect(ranking.ranks == [1, 2, 2, 4])
  }

  @Test("reads back from a file as it was written")
  func files() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("best-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let hostile = ranked(["a\r\n\u{2028}\"", "b"], [1, 0])
    let rows = [try #require(hostile.ranking)]
    let file = folder.appendingPathComponent("rankings.jsonl")
    try writeJSONLines(rows, to: file)
    #expect(try readRankings(from: file).rows == rows)
  }
}
