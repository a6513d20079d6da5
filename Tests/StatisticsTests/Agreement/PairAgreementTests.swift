import Testing

@testable import Statistics

@Suite("The agreement on pairs")
struct PairAgreementTests {
  private let first: [Outcome] = [.win, .win, .loss, .tie, .tie, .win, .loss, .win]
  private let second: [Outcome] = [.win, .loss, .loss, .tie, .win, .tie, .loss, .win]

  @Test("counts strict pairs, ties as half and ties as a verdict")
  func shares() {
    let found = pairAgreement(first, second)
    #expect(found.pairCount == 8 && found.strictCount == 5)
    expectClose(found.strict.value, 4.0 / 5)
    expectClose(found.tiesAsHalf.value, (4 + 1 + 0.5 + 0.5) / 8)
    expectClose(found.tiesAsClass.value, 5.0 / 8)
    expectClose(found.beyondChance.value, cohenKappa(first, second).value ?? .nan)
  }

  @Test("does not depend on which labeler is first or which completion is")
  func symmetry() {
    func turned(_ outcomes: [Outcome]) -> [Outcome] {
      outcomes.map { $0 == .win ? .loss : $0 == .loss ? .win : .tie }
    }
    let due = pairAgreement(first, second)
    #expect(pairAgreement(second, first).strict == due.strict)
    #expect(pairAgreement(turned(first), turned(second)).tiesAsHalf == due.tiesAsHalf)
  }

  @Test("draws prompts anew, not pairs")
  func clusters() {
    let many = (0..<30).flatMap { prompt in
      [Outcome](repeating: prompt % 3 == 0 ? .loss : .win, count: 6)
    }
    let wins = [Outcome](repeating: .win, count: 180)
    let naive = pairAgreement(many, wins).strict
    let clustered = pairAgreement(many, wins, clusteredBy: (0..<180).map { $0 / 6 }).strict
    #expect(naive.value == clustered.value)
    #expect(clustered.upper - clustered.lower > 1.8 * (naive.upper - naive.lower))
  }

  @Test("is unknown for no pairs")
  func nothing() {
    let found = pairAgreement([], [])
    #expect(found.strict.value.isNaN && found.pairCount == 0)
    #expect(found.beyondChance == .undefined(.nothingShared))
    #expect(pairAgreement([.tie], [.win]).strict.value.isNaN)
  }

  @Test(
    "tells how often equal labelers are right",
    arguments: [(0.726, 0.836), (0.773, 0.870), (0.63, 0.755), (0.66, 0.783)])
  func accuracies(agreement: Double, due: Double) throws {
    let found = try #require(accuracy(fromAgreement: agreement))
    expectClose(found, due, within: 6e-4)
    expectClose(found * found + (1 - found) * (1 - found), agreement)
  }

  @Test("tells no accuracy below a half, and turns an interval's ends")
  func accuracyEdges() throws {
    #expect(accuracy(fromAgreement: 0.49) == nil)
    #expect(accuracy(fromAgreement: 0.5) == 0.5 && accuracy(fromAgreement: 1) == 1)
    let found = try #require(
      accuracy(fromAgreement: Estimate(value: 0.726, lower: 0.4, upper: 0.773)))
    #expect(found.lower == 0.5)
    expectClose(found.upper, 0.8695, within: 5e-5)
    #expect(accuracy(fromAgreement: Estimate(value: .nan, lower: 0, upper: 1)) == nil)
  }
}
