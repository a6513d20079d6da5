import Foundation
import Testing

@testable import Statistics

@Suite("The Plackett–Luce model")
struct PlackettLuceTests {
  /// {[1,2],[3,1,4],[1,4],[2,1,4,3],[2,3,4],[1,2,3]} of apple, banana, orange, pear, as ranks.
  static let fruit: [[Int?]] = [
    [1, 2, nil, nil], [2, nil, 1, 3], [1, nil, nil, 2], [2, 1, 4, 3], [nil, 1, 2, 3],
    [1, 2, 3, nil],
  ]
  /// The rankings of a snapshot of R's PlackettLuce.
  static let snapshot: [[Int?]] = [
    [1, 2, nil], [3, 1, 2], [2, 1, 1], [1, 2, 3], [2, 1, 1], [1, nil, 2],
  ]

  @Test("gives a third to the order of strengths 3, 2, 1, and 1 to all orders together")
  func probability() {
    expectClose(PlackettLuce.probability(ofOrder: [3, 2, 1]), 1.0 / 3)
    let orders = [[3.0, 2, 1], [3, 1, 2], [2, 3, 1], [2, 1, 3], [1, 2, 3], [1, 3, 2]]
    expectClose(orders.reduce(0) { $0 + PlackettLuce.probability(ofOrder: $1) }, 1)
    #expect(PlackettLuce.probability(ofOrder: []) == 1)
  }

  @Test("has the published strengths of four fruits from partial rankings")
  func partial() {
    let fit = PlackettLuce(rankings: Self.fruit, pseudoCount: 0)
    expectClose(fit.strengths.shares, [0.47306, 0.42408, 0.06926, 0.03360], within: 6e-6)
    expectClose(fit.logLikelihood, -6.547047, within: 6e-7)
    #expect(fit.tieStrengths.isEmpty && fit.isReached)
  }

  @Test("has the numbers of R's snapshot with ties and half a pseudo-ranking")
  func ties() {
    let fit = PlackettLuce(rankings: Self.snapshot, pseudoCount: 0.5)
    let logarithms = fit.strengths.logarithms
    expectClose(logarithms[1] - logarithms[0], 0.2867987, within: 6e-8)
    expectClose(logarithms[2] - logarithms[0], -0.4636687, within: 6e-8)
    expectClose(fit.tieStrengths[2]?.value, -1.0701129, within: 6e-8)
    #expect(fit.connection.pseudoCount == 0.5)
  }

  @Test("has the numbers of R's example of four fruits with ties of two and three")
  func tiesOfThree() {
    let rankings: [[Int?]] = [
      [1, 2, nil, nil], [4, 1, 2, 3], [2, 1, 1, 1], [1, 2, 3, nil], [2, 1, 1, nil],
      [1, nil, 3, 2],
    ]
    let fit = PlackettLuce(rankings: rankings, pseudoCount: 0)
    let logarithms = fit.strengths.logarithms
    expectClose(
      logarithms.map { $0 - logarithms[0] }, [0, 0.29429, -0.73351, -0.11910], within: 6e-6)
    expectClose(fit.tieStrengths[2]?.value, -1.86195, within: 6e-6)
    expectClose(fit.tieStrengths[3]?.value, -0.73697, within: 6e-6)
    expectClose(fit.logLikelihood, -14.569739, within: 6e-7)
  }

  @Test("says whether the rankings connect the items")
  func connection() {
    #expect(PlackettLuce(rankings: Self.fruit).connection.isStrong)
    let apart = PlackettLuce(rankings: [[1, 2, 3], [1, 2, nil], [1, 3, 2]])
    #expect(
      !apart.connection.isStrong && apart.connection.pseudoCount == 0.5 && apart.isReached)
    #expect(apart.strengths.logarithms[0] > apart.strengths.logarithms[1])
  }

  @Test("is Bradley and Terry's for pairs, and Davidson's for pairs with ties")
  func pairs() {
    var rankings: [[Int?]] = []
    for contest in TiesTests.pudding {
      func add(_ count: Double, _ first: Int, _ second: Int) {
        var ranking = [Int?](repeating: nil, count: 6)
        ranking[contest.first] = first
        ranking[contest.second] = second
        rankings += [[Int?]](repeating: ranking, count: Int(count))
      }
      add(contest.firstWins, 1, 2)
      add(contest.secondWins, 2, 1)
      add(contest.ties, 1, 1)
    }
    let fit = PlackettLuce(rankings: rankings)
    let davidson = DavidsonTies(itemCount: 6, contests: TiesTests.pudding)
    expectClose(fit.strengths.logarithms, davidson.strengths.logarithms, within: 1e-8)
    expectClose(fit.strengths.modelErrors, davidson.strengths.modelErrors, within: 1e-8)
    expectClose(
      fit.tieStrengths[2]?.value, log(davidson.tieStrength.value), within: 1e-8)
    expectClose(fit.logLikelihood, davidson.logLikelihood, within: 1e-8)
  }

  @Test("does not depend on the order of rankings or items, nor on gaps between ranks")
  func invariance() {
    let fit = PlackettLuce(rankings: Self.snapshot, pseudoCount: 0.5)
    let turned = Self.snapshot.reversed().map { ranking in
      ranking.reversed().map { rank in rank.map { $0 * 10 } }
    }
    let other = PlackettLuce(rankings: turned, pseudoCount: 0.5)
    expectClose(other.strengths.logarithms.reversed(), fit.strengths.logarithms)
    expectClose(other.strengths.sandwichErrors.reversed(), fit.strengths.sandwichErrors)
  }

  @Test("has errors that shrink with the root of how much there is")
  func errors() {
    let once = PlackettLuce(rankings: Self.fruit)
    let fourTimes = PlackettLuce(
      rankings: (0..<4).flatMap { _ in Self.fruit }, clusteredBy: Array(0..<24))
    expectClose(fourTimes.strengths.logarithms, once.strengths.logarithms)
    expectClose(fourTimes.strengths.modelErrors, once.strengths.modelErrors.map { $0 / 2 })
  }

  @Test("fits nothing, rankings of one item, and one tie of all without a crash")
  func nothing() {
    #expect(PlackettLuce(rankings: []).strengths.logarithms.isEmpty)
    let lonely = PlackettLuce(rankings: [[1, nil], [nil, 1]])
    expectClose(lonely.strengths.logarithms, [0, 0])
    let tied = PlackettLuce(rankings: [[1, 1, 1]])
    #expect(!tied.connection.isStrong && tied.strengths.logarithms.count == 3)
  }
}
