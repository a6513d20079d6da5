import Foundation
import Testing

@testable import Statistics

@Suite("The disagreement of an ensemble")
struct EnsembleDisagreementTests {
  @Test("has the published information and variance")
  func published() {
    let found = EnsembleDisagreement(probabilities: [0.9, 0.5, 0.1])
    expectClose(found.mutualInformation, 0.245376, within: 5e-7)
    expectClose(found.variance, 0.106667, within: 5e-7)
    expectClose(found.meanProbability, 0.5)
  }

  @Test("comes from scores, whichever completion is first")
  func scores() {
    let first = [log(9.0), 0, 2 - log(9.0)]
    let second = [0.0, 0, 2]
    let found = EnsembleDisagreement(firstScores: first, secondScores: second)
    expectClose(found.mutualInformation, 0.245376, within: 5e-7)
    let turned = EnsembleDisagreement(firstScores: second, secondScores: first)
    expectClose(turned.mutualInformation, found.mutualInformation)
  }

  @Test("is none where members agree, however small the margin, and most for sure opposites")
  func extremes() {
    #expect(EnsembleDisagreement(probabilities: [0.5, 0.5]).mutualInformation == 0)
    #expect(EnsembleDisagreement(probabilities: [0.3, 0.3, 0.3]).mutualInformation < 1e-15)
    expectClose(EnsembleDisagreement(probabilities: [0, 1]).mutualInformation, log(2))
    let far = EnsembleDisagreement(firstScores: [800, -800], secondScores: [-800, 800])
    expectClose(far.mutualInformation, log(2))
    #expect(EnsembleDisagreement(probabilities: []).mutualInformation.isNaN)
  }
}
