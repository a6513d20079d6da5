import Foundation
import Runs
import Testing

@testable import Statistics

@Suite("A length-controlled win rate")
struct LengthControlledWinRateTests {
  /// Comparisons of which a judge prefers the first by θ, and the longer one by φ.
  private func planted(
    theta: Double, phi: Double, prompts: Int, copies: Int = 1,
    using generator: inout SeededGenerator
  ) -> [SizedOutcome] {
    let pairs = (0..<prompts * copies).map { index in
      (
        prompt: index / copies, length: 40 + generator.next(below: 160),
        other: 20 + generator.next(below: 120)
      )
    }
    let differences = pairs.map { Double($0.length - $0.other) }
    let mean = differences.reduce(0, +) / Double(differences.count)
    let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = (squares / Double(differences.count - 1)).squareRoot()
    return pairs.map { pair in
      let logOdds = theta + phi * tanh(Double(pair.length - pair.other) / deviation)
      return SizedOutcome(
        prompt: pair.prompt, outcome: generator.nextUnit() < sigmoid(logOdds) ? .win : .loss,
        length: pair.length, otherLength: pair.other)
    }
  }

  @Test("is that of an independent fit, with its errors")
  func golden() throws {
    let golden = try WinRateGolden.read()
    let found = LengthControlledWinRate(golden.sized)
    expectClose(found.value.value, sigmoid(golden.parameters[0]), within: 1e-7)
    expectClose(found.lengthEffect.value, golden.parameters[1], within: 1e-6)
    let reach = normalQuantile(0.975) * golden.errors[0]
    expectClose(found.value.lower, sigmoid(golden.parameters[0] - reach), within: 1e-6)
    expectClose(found.value.upper, sigmoid(golden.parameters[0] + reach), within: 1e-6)
  }

  @Test("recovers a planted effect, and what length added to it is gone")
  func recovery() {
    var generator = SeededGenerator(seed: 3)
    let outcomes = planted(theta: 0.4, phi: 2, prompts: 3000, using: &generator)
    let found = LengthControlledWinRate(outcomes)
    let raw = winRate(of: outcomes.map { [$0.outcome] })
    expectClose(found.value.value, sigmoid(0.4), within: 0.03)
    #expect(found.lengthEffect.lower < 2 && 2 < found.lengthEffect.upper)
    #expect(raw.value > found.value.value + 0.05, "the first is the longer one more often")
  }

  @Test("is one half for a judge who likes nothing but length, where the raw rate is not")
  func noEffect() {
    var generator = SeededGenerator(seed: 5)
    let outcomes = planted(theta: 0, phi: 3, prompts: 1000, using: &generator)
    #expect(winRate(of: outcomes.map { [$0.outcome] }).lower > 0.6)
    let found = LengthControlledWinRate(outcomes).value
    #expect(found.lower < 0.5 && 0.5 < found.upper)
  }

  @Test("is defined where length alone decides every comparison")
  func separated() {
    let outcomes = (0..<40).map { index in
      SizedOutcome(
        prompt: index, outcome: index < 20 ? .win : .loss, length: index < 20 ? 30 + index : 5,
        otherLength: index < 20 ? 5 : 10 + index)
    }
    let found = LengthControlledWinRate(outcomes)
    #expect(found.value.hasInterval && found.value.lower < 0.5 && 0.5 < found.value.upper)
    #expect(found.lengthEffect.value > 3)
  }

  @Test("has an interval that holds the planted rate 93 to 97 times in 100")
  func coverage() {
    var generator = SeededGenerator(seed: 11)
    let due = sigmoid(0.4)
    let count = 400
    let held = (0..<count).count { _ in
      let outcomes = planted(theta: 0.4, phi: 1.5, prompts: 60, using: &generator)
      let found = LengthControlledWinRate(outcomes).value
      return found.lower <= due && due <= found.upper
    }
    #expect((0.93...0.97).contains(Double(held) / Double(count)), "\(held) of \(count)")
  }

  @Test("has a wider interval where comparisons of a prompt are copies")
  func clusters() throws {
    let sized = try WinRateGolden.read().sized
    let copied = sized.flatMap { [SizedOutcome](repeating: $0, count: 4) }
    let once = LengthControlledWinRate(sized).value
    let often = LengthControlledWinRate(copied).value
    #expect(often.upper - often.lower > 0.9 * (once.upper - once.lower))
  }

  @Test("is the raw rate where all are equally long, and unknown where they differ by one number")
  func equalLengths() {
    func outcomes(_ other: Int) -> [SizedOutcome] {
      [Outcome.win, .win, .win, .loss].enumerated().map {
        SizedOutcome(prompt: $0, outcome: $1, length: 9, otherLength: other)
      }
    }
    expectClose(LengthControlledWinRate(outcomes(9)).value.value, 0.75)
    #expect(LengthControlledWinRate(outcomes(8)).value.value.isNaN)
    #expect(LengthControlledWinRate(outcomes(8)).longerShare == 1)
    #expect(LengthControlledWinRate([]).value.value.isNaN)
  }
}

@Suite("The baseline of length")
struct LongerBaselineTests {
  @Test("counts how often the longer one wins, and what that alone would win")
  func byHand() {
    let outcomes = [
      SizedOutcome(prompt: 0, outcome: .win, length: 9, otherLength: 3),
      SizedOutcome(prompt: 1, outcome: .loss, length: 9, otherLength: 3),
      SizedOutcome(prompt: 2, outcome: .loss, length: 2, otherLength: 3),
      SizedOutcome(prompt: 3, outcome: .tie, length: 8, otherLength: 3),
      SizedOutcome(prompt: 4, outcome: .win, length: 4, otherLength: 4),
    ]
    let found = LongerBaseline(outcomes)
    expectClose(found.longerWins.value, 2.5 / 4)
    expectClose(found.winRate.value, 3.5 / 5)
    #expect(LongerBaseline([]).winRate.value.isNaN)
  }
}
