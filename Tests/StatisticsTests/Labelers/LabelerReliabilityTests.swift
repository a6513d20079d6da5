import Foundation
import Runs
import Testing

@testable import Statistics

@Suite("A labeler's reliability")
struct LabelerReliabilityTests {
  /// Votes of labelers of known accuracy, several pairs per prompt.
  private func votes(
    accuracies: [Double], prompts: Int, seed: UInt64
  ) -> [PairVote] {
    var generator = SeededGenerator(seed: seed)
    return (0..<(prompts * 3)).flatMap { pair in
      let truth = generator.nextUnit() < 0.5
      return accuracies.enumerated().map { labeler, accuracy in
        let isRight = generator.nextUnit() < accuracy
        return PairVote(
          pair: pair, prompt: pair / 3, labeler: labeler,
          outcome: isRight == truth ? .win : .loss)
      }
    }
  }

  @Test("is found from votes alone")
  func recovery() throws {
    let due = [0.95, 0.85, 0.7, 0.55]
    let fit = LabelerReliability(votes: votes(accuracies: due, prompts: 400, seed: 3))
    #expect(fit.isConverged && fit.iterationCount > 2)
    for (labeler, accuracy) in due.enumerated() {
      let found = try #require(fit.accuracies[labeler])
      expectClose(found.value, accuracy, within: 0.04)
      #expect(found.lower < accuracy && accuracy < found.upper)
      #expect(found.upper - found.lower < 0.12)
      #expect(fit.voteCounts[labeler] == 1200)
    }
  }

  @Test("has an interval that holds the true one about as often as it says")
  func coverage() {
    let due = [0.9, 0.8, 0.7]
    let covered = (0..<40).reduce(0) { count, round in
      let fit = LabelerReliability(
        votes: votes(accuracies: due, prompts: 60, seed: UInt64(round)),
        prior: LabelerReliability.Prior(right: 0.8, wrong: 0.2))
      return count
        + due.indices.count { labeler in
          fit.accuracies[labeler].map {
            $0.lower <= due[labeler] && due[labeler] <= $0.upper
          } ?? false
        }
    }
    #expect((108...120).contains(covered))
  }

  @Test("stands at the top of the likelihood, whose curvature is that of finite differences")
  func top() {
    let votes = votes(accuracies: [0.9, 0.8, 0.7], prompts: 20, seed: 5)
    let prior = LabelerReliability.Prior()
    let model = OneCoinModel(votes: votes, prior: prior)
    let fit = model.fit(iterationLimit: 1000)
    // log P of votes on pairs, plus the prior, in log odds; slow and obvious.
    func value(_ odds: [Double]) -> Double {
      let right = odds.map { 1 / (1 + exp(-$0)) }
      let pairs = Dictionary(grouping: votes, by: \.pair).values
      let likelihood = pairs.reduce(0) { sum, votes in
        func chance(_ truth: Outcome) -> Double {
          votes.reduce(0.5) {
            $0 * ($1.outcome == truth ? right[$1.labeler] : 1 - right[$1.labeler])
          }
        }
        return sum + log(chance(.win) + chance(.loss))
      }
      return right.reduce(likelihood) {
        $0 + prior.right * log($1) + prior.wrong * log(1 - $1)
      }
    }
    let odds = fit.accuracies.map { log($0 / (1 - $0)) }
    let step = 1e-3
    func shifted(_ shifts: [(Int, Double)]) -> Double {
      var place = odds
      for (index, shift) in shifts { place[index] += shift }
      return value(place)
    }
    var information = SquareMatrix(size: 3)
    for row in 0..<3 {
      expectClose((shifted([(row, step)]) - shifted([(row, -step)])) / (2 * step), 0, within: 1e-3)
      for column in 0..<3 {
        let corners =
          shifted([(row, step), (column, step)]) - shifted([(row, step), (column, -step)])
          - shifted([(row, -step), (column, step)]) + shifted([(row, -step), (column, -step)])
        information[row, column] = -corners / (4 * step * step)
      }
    }
    expectClose(
      model.information(at: fit).positiveDefiniteInverse?[1, 1],
      information.positiveDefiniteInverse?[1, 1] ?? .nan, within: 1e-4)
  }

  @Test("does not depend on which completion is first, and takes ties for nothing")
  func invariance() {
    let votes = votes(accuracies: [0.9, 0.7, 0.8], prompts: 30, seed: 9)
    let turned = votes.map {
      PairVote(
        pair: $0.pair, prompt: $0.prompt, labeler: $0.labeler,
        outcome: $0.outcome == .win ? .loss : .win)
    }
    let due = LabelerReliability(votes: votes)
    let tie = PairVote(pair: 0, prompt: 0, labeler: 1, outcome: .tie)
    let other = LabelerReliability(votes: turned.reversed() + [tie])
    for labeler in 0..<3 {
      expectClose(other.accuracies[labeler]?.value, due.accuracies[labeler]?.value ?? .nan)
    }
    expectClose(other.posteriors[0], 1 - (due.posteriors[0] ?? .nan))
  }

  @Test("does not claim certainty of a labeler with few votes or of unanimous ones")
  func certainty() throws {
    let unanimous = (0..<20).flatMap { pair in
      (0..<3).map { PairVote(pair: pair, prompt: pair, labeler: $0, outcome: .win) }
    }
    let found = try #require(LabelerReliability(votes: unanimous).accuracies[0])
    #expect(found.value < 0.99 && found.lower < 0.9 && found.upper < 1)
    let lonely = LabelerReliability(
      votes: [PairVote(pair: 0, prompt: 0, labeler: 7, outcome: .win)])
    let one = try #require(lonely.accuracies[7])
    expectClose(one.value, 0.8, within: 0.01)
    #expect(one.lower < 0.45)
  }

  @Test("is unknown of a labeler who only tied, and of nobody")
  func nothing() {
    let fit = LabelerReliability(
      votes: [PairVote(pair: 0, prompt: 0, labeler: 4, outcome: .tie)])
    #expect(fit.accuracies[4]?.value.isNaN == true && fit.accuracies[4]?.upper == 1)
    #expect(LabelerReliability(votes: []).accuracies.isEmpty)
  }
}
