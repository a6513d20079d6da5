import Testing

@testable import Statistics

@Suite("The agreement among labelers")
struct AgreementAmongLabelersTests {
  private let votes: [PairVote] = [
    (0, 0, Outcome.win), (0, 1, .win), (0, 2, .loss), (1, 0, .win), (1, 1, .tie),
    (2, 2, .win), (3, 1, .loss), (3, 2, .loss),
  ].map { PairVote(pair: $0, prompt: $0 / 2, labeler: $1, outcome: $2) }

  @Test("is over all two labelers of each pair")
  func all() {
    let found = pairAgreement(among: votes)
    // Pair 0: yes, no, no; pair 1: a tie; pair 3: yes.
    #expect(found.pairCount == 5 && found.strictCount == 4)
    expectClose(found.strict.value, 0.5)
    expectClose(found.tiesAsHalf.value, 0.5)
    expectClose(found.tiesAsClass.value, 0.4)
    let categories: [[Outcome?]] = [[.win, .win, .loss], [.win, .tie], [.loss, .loss]]
    expectClose(
      found.beyondChance.value, krippendorffAlpha(categories: categories).value ?? .nan)
  }

  @Test("leaves each labeler's own votes out of what they are compared with")
  func others() {
    let found = agreementWithOthers(among: votes)
    #expect(found.keys.sorted() == [0, 1, 2])
    expectClose(found[0]?.strict.value, 0.5)
    expectClose(found[1]?.strict.value, 2.0 / 3)
    expectClose(found[2]?.strict.value, 1.0 / 3)
    #expect(found[0]?.pairCount == 3)
    let doubled = agreementWithOthers(among: votes + [votes[0]])
    #expect(doubled[0]?.pairCount == 5)
    #expect(pairAgreement(among: []).beyondChance == .undefined(.nothingShared))
  }
}
