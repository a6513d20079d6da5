import Foundation
import Runs
import Testing

@testable import Statistics

@Suite("Dawid and Skene's model")
struct DawidSkeneTests {
  /// The anaesthetists of 1979: three ratings of the first, one each of four others.
  private static let patients = """
    111 1 1 1 1|333 4 3 3 4|112 2 1 2 2|222 3 1 2 1|222 3 2 2 2|222 3 3 2 2|112 2 1 1 1|\
    333 3 4 3 3|222 2 2 2 3|223 2 2 2 3|444 4 4 4 4|222 3 3 4 3|111 1 1 1 1|222 3 2 1 2|\
    112 1 1 1 1|111 2 1 1 1|111 1 1 1 1|111 1 1 1 1|222 2 2 2 1|222 1 3 2 2|222 2 2 2 2|\
    222 2 2 2 1|222 3 2 2 2|122 2 2 2 2|111 1 1 1 1|111 1 1 1 1|223 2 2 2 2|111 1 1 1 1|\
    111 1 1 1 1|112 1 1 2 1|111 1 1 1 1|333 3 2 3 3|111 1 1 1 1|222 2 2 2 2|222 3 2 3 2|\
    334 4 3 4 3|122 2 2 3 2|223 3 2 3 3|333 3 4 3 2|111 1 1 1 1|111 1 1 1 1|112 2 1 1 1|\
    223 2 2 2 2|112 1 1 1 1|222 2 2 2 2
    """

  private let votes = Self.patients.split(separator: "|").enumerated().flatMap { unit, text in
    text.split(separator: " ").enumerated().flatMap { labeler, digits in
      digits.utf8.map {
        CategoryVote(unit: unit, labeler: labeler, category: Int($0) - Int(UInt8(ascii: "1")))
      }
    }
  }

  private let fit: DawidSkene

  init() {
    fit = DawidSkene(votes: votes, unitCount: 45, labelerCount: 5, categoryCount: 4)
  }

  @Test("has the published class shares, likelihood and error rates of anaesthetists")
  func published() {
    expectClose(fit.classShares, [0.4000, 0.4216, 0.1118, 0.0667], within: 6e-5)
    expectClose(fit.logLikelihood, -190.731, within: 6e-4)
    expectClose((0..<4).map { fit.errorRates[0][$0][$0] }, [0.91, 0.88, 0.66, 0.44], within: 6e-3)
    #expect(fit.isConverged)
  }

  @Test("does not stop after two iterations")
  func iterations() {
    #expect((20...60).contains(fit.iterationCount))
    let stopped = DawidSkene(
      votes: votes, unitCount: 45, labelerCount: 5, categoryCount: 4, iterationLimit: 2)
    #expect(!stopped.isConverged && stopped.logLikelihood < fit.logLikelihood - 0.1)
  }

  @Test("differs from the vote of the most on patients 2, 12 and 36 alone")
  func majority() {
    let likeliest = fit.likeliestClasses
    let different = (0..<45).filter { unit in
      var counts = [0, 0, 0, 0]
      for vote in votes where vote.unit == unit { counts[vote.category] += 1 }
      return counts[likeliest[unit]] < (counts.max() ?? 0)
    }
    #expect(different.allSatisfy { [1, 11, 35].contains($0) })
    #expect([1, 11, 35].map { likeliest[$0] + 1 } == [4, 3, 4])
  }

  @Test("is sure of all patients but 35 and 38")
  func posteriors() {
    let unsure = (0..<45).filter { (fit.posteriors[$0].max() ?? 0) < 0.99 }
    #expect(unsure == [34, 37])
    expectClose(fit.posteriors[34][1], 0.948, within: 6e-4)
    expectClose(fit.posteriors[37][2], 0.979, within: 6e-4)
  }

  @Test("never loses likelihood from one iteration to the next")
  func rise() {
    let likelihoods = (1...30).map {
      DawidSkene(
        votes: votes, unitCount: 45, labelerCount: 5, categoryCount: 4, iterationLimit: $0
      ).logLikelihood
    }
    #expect(zip(likelihoods, likelihoods.dropFirst()).allSatisfy { $0 <= $1 + 1e-9 })
  }

  @Test("does not depend on the order of votes, or on how anything is numbered")
  func invariance() {
    let turned = votes.map {
      CategoryVote(unit: 44 - $0.unit, labeler: 4 - $0.labeler, category: 3 - $0.category)
    }.shuffled(seed: 6)
    let other = DawidSkene(votes: turned, unitCount: 45, labelerCount: 5, categoryCount: 4)
    expectClose(other.classShares.reversed(), fit.classShares, within: 1e-6)
    expectClose(other.logLikelihood, fit.logLikelihood, within: 1e-6)
  }

  @Test("smooths the tables of labelers with few votes")
  func smoothing() {
    let few = votes.filter { $0.labeler != 4 || $0.unit < 2 }
    let bare = DawidSkene(votes: few, unitCount: 45, labelerCount: 5, categoryCount: 4)
    let smooth = DawidSkene(
      votes: few, unitCount: 45, labelerCount: 5, categoryCount: 4, smoothing: 1)
    #expect(bare.errorRates[4].joined().contains(0))
    #expect(smooth.errorRates.joined().joined().allSatisfy { $0 > 0 })
  }

  @Test("estimates how often each labeler is right")
  func accuracies() {
    let estimates = fit.accuracyEstimates(votes: votes, resampling: Resampling(count: 60))
    #expect(estimates.map(\.value) == fit.accuracies)
    #expect(estimates.allSatisfy { $0.lower < $0.value && $0.value < $0.upper })
    #expect(estimates.allSatisfy { 0.4 < $0.lower && $0.upper <= 1 })
  }

  @Test("does not claim certainty of labelers who all say the same")
  func unanimous() {
    let votes = (0..<6).flatMap { unit in
      (0..<2).map { CategoryVote(unit: unit, labeler: $0, category: unit % 2) }
    }
    let fit = DawidSkene(votes: votes, unitCount: 6, labelerCount: 3, categoryCount: 2)
    let estimates = fit.accuracyEstimates(votes: votes, resampling: Resampling(count: 20))
    expectClose(estimates[0].lower, proportion(6, of: 6).lower)
    #expect(estimates[2].value.isNaN && fit.errorRates[2] == [[0.5, 0.5], [0.5, 0.5]])
  }

  @Test("fits nothing without a crash")
  func nothing() {
    let fit = DawidSkene(votes: [], unitCount: 0, labelerCount: 0, categoryCount: 2)
    #expect(fit.classShares == [0.5, 0.5] && fit.posteriors.isEmpty && fit.isConverged)
    #expect(DawidSkene(votes: [], unitCount: 1, labelerCount: 1, categoryCount: 0).isConverged)
  }
}
