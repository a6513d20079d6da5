import Foundation
import Runs
import Testing

@testable import Statistics

/// The example of Wikipedia: A–B 2:3, A–D 1:4, B–C 5:3, C–D 1:3.
let wikipediaContests = [
  Contest(0, against: 1, firstWins: 2, secondWins: 3),
  Contest(0, against: 3, firstWins: 1, secondWins: 4),
  Contest(1, against: 2, firstWins: 5, secondWins: 3),
  Contest(2, against: 3, firstWins: 1, secondWins: 3),
]

@Suite("The Bradley–Terry model")
struct BradleyTerryTests {
  private let fit = BradleyTerry(itemCount: 4, contests: wikipediaContests)

  @Test("has the published strengths, likelihood and scale of chess")
  func published() {
    expectClose(fit.strengths.values, [0.639835, 1.043314, 0.659810, 2.270377], within: 5e-7)
    expectClose(
      fit.strengths.logarithms, [-0.446545, 0.042403, -0.415803, 0.819946], within: 5e-7)
    expectClose(fit.logLikelihood, -13.428450, within: 5e-7)
    expectClose(fit.strengths.elo, [922.43, 1007.37, 927.77, 1142.44], within: 5e-3)
    #expect(fit.isReached && fit.connection.isStrong && fit.connection.pseudoCount == 0)
  }

  @Test("has the published errors of the model and of the sandwich")
  func errors() {
    expectClose(
      fit.strengths.modelErrors, [0.548070, 0.481781, 0.520401, 0.621343], within: 5e-7)
    expectClose(
      fit.strengths.sandwichErrors, [0.544343, 0.484655, 0.528173, 0.623970], within: 5e-7)
  }

  @Test("does not stop after two iterations, as crowd-kit 1.4.2 does, whose loss aliases")
  func crowdKitAlias() {
    // There `p_old = p_new` names one array twice, so the second change is 0: .634 1.228 .709 1.812.
    let stopped = fittedByMM(iterationCount: 1)
    let wrong = [0.634, 1.228, 0.709, 1.812]
    #expect(zip(fit.strengths.values, wrong).contains { abs($0 - $1) > 0.4 })
    #expect(zip(fit.strengths.values, stopped).contains { abs($0 - $1) > 0.4 })
    #expect(fit.iterationCount > 2)
    expectClose(fit.strengths.values, fittedByMM(iterationCount: 2000), within: 1e-8)
  }

  /// Hunter 2004, slow and obvious: pᵢ ← Wᵢ / Σⱼ Nᵢⱼ/(pᵢ + pⱼ), with a geometric mean of 1.
  private func fittedByMM(iterationCount: Int) -> [Double] {
    var strengths = [1.0, 1, 1, 1]
    for _ in 0..<iterationCount {
      var (wins, rates) = ([0.0, 0, 0, 0], [0.0, 0, 0, 0])
      for contest in wikipediaContests {
        let rate =
          (contest.firstWins + contest.secondWins)
          / (strengths[contest.first] + strengths[contest.second])
        wins[contest.first] += contest.firstWins
        wins[contest.second] += contest.secondWins
        rates[contest.first] += rate
        rates[contest.second] += rate
      }
      strengths = zip(wins, rates).map { $0 / $1 }
      let mean = exp(strengths.reduce(0) { $0 + log($1) } / 4)
      strengths = strengths.map { $0 / mean }
    }
    return strengths
  }

  @Test("does not depend on how items are numbered or contests are written")
  func invariance() {
    let place = [2, 0, 3, 1]
    let turned = wikipediaContests.shuffled(seed: 1).map {
      Contest(
        place[$0.second], against: place[$0.first], firstWins: $0.secondWins,
        secondWins: $0.firstWins)
    }
    let other = BradleyTerry(itemCount: 4, contests: turned)
    for item in 0..<4 {
      expectClose(other.strengths.logarithms[place[item]], fit.strengths.logarithms[item])
      expectClose(other.strengths.sandwichErrors[place[item]], fit.strengths.sandwichErrors[item])
    }
  }

  @Test("is the same from single outcomes as from counts, and with half-wins for ties")
  func outcomes() {
    let single = [
      Contest(0, against: 1, outcome: .win), Contest(0, against: 1, outcome: .loss),
      Contest(0, against: 1, outcome: .tie, weight: 2), Contest(1, against: 0, outcome: .win),
    ]
    let counted = [Contest(0, against: 1, firstWins: 2, secondWins: 3)]
    expectClose(
      BradleyTerry(itemCount: 2, contests: single).strengths.logarithms,
      BradleyTerry(itemCount: 2, contests: counted).strengths.logarithms)
    expectClose(
      BradleyTerry(itemCount: 2, contests: counted).strengths.winProbability(of: 0, over: 1).value,
      0.4)
  }

  @Test("gives differences and ranks with intervals")
  func intervals() {
    let strengths = fit.strengths
    let difference = strengths.difference(3, from: 0)
    expectClose(difference.value, 0.819946 + 0.446545, within: 1e-6)
    #expect(difference.lower < 0 && difference.upper > 2)
    let wide = strengths.estimates[3]
    expectClose(wide.upper - wide.value, 1.959964 * 0.623970, within: 1e-5)
    expectClose(
      strengths.eloEstimates[3].lower, 1000 + 400 / log(10) * wide.lower, within: 1e-6)
    #expect(strengths.ranks == [1, 1, 1, 1])
    let clear = BradleyTerry(
      itemCount: 2, contests: [Contest(0, against: 1, firstWins: 1, secondWins: 99)])
    #expect(clear.strengths.ranks == [2, 1])
    let probability = clear.strengths.winProbability(of: 1, over: 0)
    expectClose(probability.value, 0.99)
    #expect(probability.lower > 0.9 && probability.upper < 1)
  }

  @Test("holds unconnected items together and says so")
  func unconnected() {
    let contests = [
      Contest(0, against: 1, firstWins: 10), Contest(1, against: 2, firstWins: 4, secondWins: 4),
    ]
    let fit = BradleyTerry(itemCount: 4, contests: contests)
    #expect(fit.connection.groups == [[0], [1, 2], [3]])
    #expect(fit.connection.pseudoCount == 0.5 && fit.isReached)
    #expect("\(fit.connection)".hasPrefix("Chains of wins do not connect all items, which fall"))
    #expect("\(fit.connection)".contains("made-up item"))
    #expect(fit.strengths.logarithms.allSatisfy { $0.isFinite })
    #expect(fit.strengths.logarithms[0] > fit.strengths.logarithms[1])
    // The item that nobody compared stands in the middle of what is thinkable.
    #expect(fit.strengths.estimates[3].upper - fit.strengths.estimates[3].lower > 4)
    // Ten of ten leave room: no certainty from errors that a perfect score makes small.
    #expect(fit.strengths.difference(0, from: 1).lower < 2)
  }

  @Test("says that there are no finite strengths where it may not hold items together")
  func divergence() {
    let fit = BradleyTerry(
      itemCount: 2, contests: [Contest(0, against: 1, firstWins: 3)], pseudoCount: 0)
    #expect(!fit.isReached && fit.strengths.logarithms.allSatisfy { $0.isNaN })
    #expect("\(fit.connection)".hasSuffix("the strengths are not finite."))
  }

  @Test("fits nothing without a crash")
  func nothing() {
    #expect(BradleyTerry(itemCount: 0, contests: []).strengths.logarithms.isEmpty)
    #expect(BradleyTerry(itemCount: 1, contests: []).strengths.values == [1])
    let three = BradleyTerry(itemCount: 3, contests: [])
    #expect(three.strengths.logarithms == [0, 0, 0] && !three.connection.isStrong)
  }

  @Test("refuses an item against itself")
  func impossible() async {
    await #expect(processExitsWith: .failure) { _ = Contest(1, against: 1) }
    await #expect(processExitsWith: .failure) {
      _ = BradleyTerry(itemCount: 1, contests: [Contest(0, against: 1, firstWins: 1)])
    }
  }

  @Test("has errors over prompts that hold where outcomes of a prompt are alike")
  func coverage() {
    var generator = SeededGenerator(seed: 21)
    let (due, rounds) = (log(0.6 / 0.4), 200)
    let (robust, naive) = (0..<rounds).reduce((0, 0)) { counts, _ in
      let contests = (0..<60).flatMap { prompt in
        // On half of the prompts the first item wins 9 in 10 times, on the others 3 in 10.
        let rate = generator.nextUnit() < 0.5 ? 0.9 : 0.3
        return (0..<5).map { _ in
          Contest(
            0, against: 1, outcome: generator.nextUnit() < rate ? .win : .loss, cluster: prompt)
        }
      }
      let strengths = BradleyTerry(itemCount: 2, contests: contests).strengths
      let error = abs(strengths.difference(0, from: 1).value - due)
      return (
        counts.0 + (error <= 1.96 * 2 * strengths.sandwichErrors[0] ? 1 : 0),
        counts.1 + (error <= 1.96 * 2 * strengths.modelErrors[0] ? 1 : 0)
      )
    }
    #expect((182...198).contains(robust))
    #expect(naive < 170)
  }
}
