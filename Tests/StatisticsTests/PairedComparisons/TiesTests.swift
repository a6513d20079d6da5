import Testing

@testable import Statistics

@Suite("Models of ties")
struct TiesTests {
  /// Davidson's chocolate pudding: i, j, wins of i, wins of j, ties.
  static let pudding: [Contest] = [
    (1, 2, 19, 22, 16), (1, 3, 16, 19, 12), (2, 3, 19, 19, 10), (1, 4, 18, 23, 13),
    (2, 4, 23, 19, 9), (3, 4, 19, 20, 15), (1, 5, 13, 19, 18), (2, 5, 16, 20, 12),
    (3, 5, 16, 15, 17), (4, 5, 17, 14, 16), (1, 6, 18, 21, 12), (2, 6, 22, 20, 12),
    (3, 6, 13, 18, 10), (4, 6, 14, 19, 18), (5, 6, 11, 21, 12),
  ].map { first, second, wins, losses, ties in
    Contest(
      first - 1, against: second - 1, firstWins: wins, secondWins: losses, ties: ties)
  }

  @Test("Davidson's has the published strengths of puddings")
  func davidson() {
    let fit = DavidsonTies(itemCount: 6, contests: Self.pudding)
    expectClose(
      fit.strengths.shares, [0.1388, 0.1730, 0.1617, 0.1654, 0.1587, 0.2024], within: 6e-5)
    expectClose(fit.tieStrength.value, 0.7468, within: 6e-5)
    expectClose(fit.logLikelihood, -809.70951, within: 6e-6)
    #expect(fit.tieStrength.lower > 0.6 && fit.tieStrength.upper < 0.9)
  }

  @Test("Rao and Kupper's has the published strengths of puddings")
  func raoKupper() {
    let fit = RaoKupperTies(itemCount: 6, contests: Self.pudding)
    expectClose(
      fit.strengths.shares, [0.1444, 0.1718, 0.1628, 0.1661, 0.1604, 0.1945], within: 6e-5)
    expectClose(fit.threshold.value, 1.7485, within: 6e-5)
    expectClose(fit.logLikelihood, -809.69713, within: 6e-6)
    #expect(fit.threshold.lower > 1.5 && fit.threshold.upper < 2)
  }

  @Test("half-wins have the published strengths of puddings, closer together than Davidson's")
  func halfWins() {
    let fit = BradleyTerry(itemCount: 6, contests: Self.pudding)
    expectClose(
      fit.strengths.shares, [0.1461, 0.1715, 0.1633, 0.1659, 0.1610, 0.1922], within: 6e-5)
    let davidson = DavidsonTies(itemCount: 6, contests: Self.pudding).strengths.shares
    #expect(
      (fit.strengths.shares.max() ?? 0) - (fit.strengths.shares.min() ?? 0)
        < (davidson.max() ?? 0) - (davidson.min() ?? 0))
  }

  @Test("are Bradley and Terry's where there are no ties")
  func withoutTies() {
    let due = BradleyTerry(itemCount: 4, contests: wikipediaContests)
    let davidson = DavidsonTies(itemCount: 4, contests: wikipediaContests)
    let raoKupper = RaoKupperTies(itemCount: 4, contests: wikipediaContests)
    expectClose(davidson.strengths.logarithms, due.strengths.logarithms)
    expectClose(raoKupper.strengths.logarithms, due.strengths.logarithms)
    expectClose(raoKupper.strengths.sandwichErrors, due.strengths.sandwichErrors)
    #expect(davidson.tieStrength.value == 0 && raoKupper.threshold.value == 1)
  }

  @Test("hold items together that only ties connect, and say so")
  func onlyTies() {
    let contests = [
      Contest(0, against: 1, ties: 5), Contest(1, against: 2, firstWins: 3, ties: 2),
    ]
    let davidson = DavidsonTies(itemCount: 3, contests: contests)
    let raoKupper = RaoKupperTies(itemCount: 3, contests: contests)
    for (isReached, strengths, connection) in [
      (davidson.isReached, davidson.strengths, davidson.connection),
      (raoKupper.isReached, raoKupper.strengths, raoKupper.connection),
    ] {
      #expect(isReached && !connection.isStrong && connection.pseudoCount == 0.5)
      #expect(strengths.logarithms[1] > strengths.logarithms[2])
      #expect(strengths.sandwichErrors.allSatisfy { $0.isFinite })
    }
  }

  @Test("have the slopes and curvatures of finite differences")
  func gradients() {
    var choices = ChoiceModel(parameterCount: 7)
    choices.add(Self.pudding, tieParameter: 6)
    choices.addPseudoWins(0.5, itemCount: 6, tieParameter: 6)
    let place = [0.3, -0.2, 0.1, 0.4, -0.5, 0.2, 0.7]
    expectSlopes(of: { choices.curvature(at: $0) }, at: place)
    let threshold = ThresholdModel(itemCount: 6, contests: Self.pudding, pseudoCount: 0.5)
    expectSlopes(of: { threshold.curvature(at: $0) }, at: place)
  }
}

/// Expects slopes and curvatures to be those of finite differences of values and slopes.
func expectSlopes(of curvature: ([Double]) -> Curvature, at place: [Double]) {
  let found = curvature(place)
  let step = 1e-5
  for index in place.indices {
    var (above, below) = (place, place)
    above[index] += step
    below[index] -= step
    let (high, low) = (curvature(above), curvature(below))
    expectClose(found.gradient[index], (high.value - low.value) / (2 * step), within: 1e-5)
    for other in place.indices {
      expectClose(
        -found.information[index, other],
        (high.gradient[other] - low.gradient[other]) / (2 * step), within: 1e-5)
    }
  }
}
