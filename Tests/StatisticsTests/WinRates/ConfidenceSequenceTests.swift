import Runs
import Testing

@testable import Statistics

@Suite("A confidence sequence")
struct ConfidenceSequenceTests {
  /// Wins, losses and ties, a win rate of `mean`.
  private func draw(_ mean: Double, using generator: inout SeededGenerator) -> Double {
    let isTie = generator.nextUnit() < 0.2
    return isTie ? 0.5 : generator.nextUnit() < (mean - 0.1) / 0.8 ? 1 : 0
  }

  @Test("is numpy's, moment by moment")
  func golden() throws {
    let golden = try WinRateGolden.read()
    var sequence = ConfidenceSequence(resolution: 200)
    for (value, bounds) in zip(golden.values, golden.bounds) {
      sequence.observe(value)
      expectClose(sequence.estimate.lower, bounds[0])
      expectClose(sequence.estimate.upper, bounds[1])
    }
    expectClose(
      sequence.estimate.value, golden.values.reduce(0, +) / Double(golden.values.count))
  }

  @Test("leaves the true rate out at some moment in at most 5 of 100 runs, however often one looks")
  func validity() {
    var generator = SeededGenerator(seed: 2)
    let runs = 200
    let wrong = (0..<runs).count { _ in
      var sequence = ConfidenceSequence(resolution: 8)
      for _ in 0..<150 { sequence.observe(draw(0.5, using: &generator)) }
      return sequence.standing(tolerance: 0) != .open
    }
    #expect(wrong <= runs / 20, "\(wrong) of \(runs)")
    #expect(wrong > 0, "it bets too little to be of use")
  }

  @Test("finds a clear winner after some tens of prompts, and the weaker side as surely")
  func power() {
    for (mean, due) in [(0.8, ConfidenceSequence.Standing.better), (0.2, .worse)] {
      var generator = SeededGenerator(seed: 4)
      var sequence = ConfidenceSequence()
      while sequence.standing() == .open, sequence.count < 200 {
        sequence.observe(draw(mean, using: &generator))
      }
      #expect(sequence.standing() == due && sequence.count < 60, "\(sequence.count)")
    }
  }

  @Test("finds that two policies differ by nothing of interest")
  func alike() {
    var sequence = ConfidenceSequence()
    for _ in 0..<100 { sequence.observe(0.5) }
    #expect(sequence.standing() == .alike)
    #expect(ConfidenceSequence().standing() == .open)
    #expect(ConfidenceSequence().estimate.value.isNaN)
  }
}
