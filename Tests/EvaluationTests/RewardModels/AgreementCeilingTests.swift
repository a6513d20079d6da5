import Evaluation
import Statistics
import Testing

@Suite("The ceiling of an accuracy")
struct AgreementCeilingTests {
  /// Two labelers on so many pairs, who agree on the first of them.
  private func votes(agreeingOn count: Int, of total: Int) -> [PairVote] {
    (0..<total).flatMap { pair in
      [
        PairVote(pair: pair, prompt: pair, labeler: 0, outcome: .win),
        PairVote(pair: pair, prompt: pair, labeler: 1, outcome: pair < count ? .win : .loss),
      ]
    }
  }

  @Test("follows from how often labelers agree")
  func value() throws {
    // Right in 80 of 100, two labelers agree in 0.8² + 0.2² = 68.
    let found = try #require(AgreementCeiling(votes(agreeingOn: 68, of: 100)))
    #expect(found.agreement.strict.value == 0.68)
    #expect(abs((found.accuracy?.value ?? 0) - 0.8) < 1e-12)
  }

  @Test("is exceeded only where the intervals do not meet")
  func exceeded() throws {
    let found = try #require(AgreementCeiling(votes(agreeingOn: 300, of: 400)))
    let upper = try #require(found.accuracy?.upper)
    #expect(found.isExceeded(by: Estimate(value: 0.97, lower: upper + 0.01, upper: 0.99)))
    #expect(!found.isExceeded(by: Estimate(value: 0.97, lower: upper - 0.01, upper: 0.99)))
  }

  @Test("is unknown where nobody judged what somebody else judged, or chance agrees as often")
  func unknown() throws {
    let alone = (0..<9).map { PairVote(pair: $0, prompt: $0, labeler: 0, outcome: .win) }
    #expect(AgreementCeiling(alone) == nil)
    let contrary = try #require(AgreementCeiling(votes(agreeingOn: 1, of: 10)))
    #expect(contrary.accuracy == nil)
    #expect(!contrary.isExceeded(by: Estimate(value: 1, lower: 0.9, upper: 1)))
  }
}
