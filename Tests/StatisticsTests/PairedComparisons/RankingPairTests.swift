import Testing

@testable import Statistics

@Suite("The pairs of a ranking")
struct RankingPairTests {
  @Test("are six for B > A = C > D: five decisive, one tie, a sixth of the weight each")
  func expansion() {
    let found = pairs(ofRanks: [2, 1, 2, 3])
    #expect(found.count == 6)
    #expect(found.count { $0.outcome == .tie } == 1)
    #expect(found.first { $0.outcome == .tie }.map { [$0.first, $0.second] } == [0, 2])
    #expect(found.allSatisfy { abs($0.weight - 1.0 / 6) < 1e-15 })
    #expect(found.first { $0.first == 0 && $0.second == 1 }?.outcome == .loss)
  }

  @Test("say nothing about items without a rank")
  func partial() {
    #expect(pairs(ofRanks: [1, nil, 2]).map(\.second) == [2])
    #expect(pairs(ofRanks: [1]).isEmpty && pairs(ofRanks: []).isEmpty)
  }
}
