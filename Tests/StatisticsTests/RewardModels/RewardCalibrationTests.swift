import Foundation
import Runs
import Testing

@testable import Statistics

@Suite("The calibration of a reward model")
struct RewardCalibrationTests {
  struct Golden: Decodable {
    let margins: [Double]
    let labels: [Double]
    let equalWidth: Double
    let equalMass: Double
    let counts: [Int]
    let brier: Double
    let negativeLogLikelihood: Double
    let temperature: Double
    let rewards: [Double]
    let lengths: [Int]
    let pearson: Double
    let spearman: Double

    /// Two pairs of each prompt.
    var pairs: [JudgedPair] {
      zip(margins, labels).enumerated().map {
        JudgedPair(margin: $0.element.0, label: $0.element.1, prompt: $0.offset / 2)
      }
    }
  }

  static func golden() throws -> Golden {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Fixtures/Statistics/reward-calibration.json")
      .standardizedFileURL
    return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
  }

  private let quick = Resampling(count: 50)

  @Test("is numpy's")
  func golden() throws {
    let golden = try Self.golden()
    let wide = PreferenceCalibration(of: golden.pairs, resampling: quick)
    #expect(wide.bins.map(\.count) == golden.counts)
    expectClose(wide.expectedError.value, golden.equalWidth, within: 1e-12)
    expectClose(wide.brierScore, golden.brier, within: 1e-12)
    expectClose(wide.negativeLogLikelihood, golden.negativeLogLikelihood, within: 1e-12)
    let full = PreferenceCalibration(
      of: golden.pairs, binning: .equalMass(8), resampling: quick)
    #expect(full.bins.map(\.count) == [Int](repeating: 25, count: 8))
    expectClose(full.expectedError.value, golden.equalMass, within: 1e-12)
  }

  @Test("of the best temperature is torch's")
  func temperature() throws {
    let golden = try Self.golden()
    let found = bestTemperature(for: golden.pairs, resampling: quick)
    expectClose(found?.value, golden.temperature, within: 1e-6)
    #expect(found.map { $0.lower < golden.temperature && golden.temperature < $0.upper } == true)
  }

  @Test("by hand: two bins, a tie of the model and a tie of the labeler")
  func byHand() {
    let sure = log(3.0)  // σ = ¾
    let pairs = [
      JudgedPair(margin: sure, prompt: 0), JudgedPair(margin: -sure, label: 0, prompt: 1),
      JudgedPair(margin: sure, label: 0, prompt: 2),
      JudgedPair(margin: sure, label: 0.5, prompt: 3),
      JudgedPair(margin: 0, label: 1, prompt: 4),
    ]
    let found = PreferenceCalibration(of: pairs, binning: .equalWidth(2), resampling: quick)
    #expect(found.bins.map(\.count) == [1, 4])
    #expect(found.bins.map(\.lower) == [0.5, 0.75] && found.bins.map(\.upper) == [0.75, 1])
    expectClose(found.bins.map(\.meanConfidence), [0.5, 0.75])
    // Of the four sure ones two came true, one did not, one half.
    expectClose(found.bins.map(\.frequency.value), [0.5, 2.5 / 4])
    expectClose(found.expectedError.value, 4 * 0.125 / 5)
    expectClose(found.maximumError, 0.125)
    expectClose(found.brierScore, (2 * 0.0625 + 0.5625 + 0.0625 + 0.25) / 5)
  }

  @Test("does not change where pairs are turned round or come in another order")
  func mirror() throws {
    let pairs = try Self.golden().pairs
    let turned = pairs.enumerated().map { $0.offset % 3 == 0 ? $0.element.mirrored : $0.element }
    for binning in [PreferenceCalibration.Binning.equalWidth(7), .equalMass(7)] {
      let first = PreferenceCalibration(of: pairs, binning: binning, resampling: quick)
      for other in [turned, Array(pairs.reversed())] {
        let second = PreferenceCalibration(of: other, binning: binning, resampling: quick)
        #expect(first.bins.map(\.count) == second.bins.map(\.count))
        expectClose(first.expectedError.value, second.expectedError.value)
        expectClose(first.brierScore, second.brierScore)
        expectClose(first.negativeLogLikelihood, second.negativeLogLikelihood)
      }
    }
    expectClose(
      bestTemperature(for: turned, resampling: quick)?.value,
      bestTemperature(for: pairs, resampling: quick)?.value ?? .nan)
  }

  @Test("counts a prompt's copies as no more evidence")
  func clusters() throws {
    let pairs = try Self.golden().pairs
    let copied = pairs.flatMap { [$0, $0, $0, $0] }
    let once = PreferenceCalibration(of: pairs).expectedError
    let often = PreferenceCalibration(of: copied).expectedError
    expectClose(once.value, often.value)
    expectClose(once.upper - once.lower, often.upper - often.lower, within: 1e-9)
  }

  @Test("is good and at temperature 1 for judgements drawn from the model's own probabilities")
  func honest() {
    var generator = SeededGenerator(seed: 4)
    let pairs = (0..<20_000).map { index in
      let margin = 4 * generator.nextUnit() - 2
      let isFirst = generator.nextUnit() < 1 / (1 + exp(-margin))
      return JudgedPair(margin: margin, label: isFirst ? 1 : 0, prompt: index)
    }
    let found = PreferenceCalibration(of: pairs, resampling: quick)
    #expect(found.expectedError.value < 0.015)
    let halved = pairs.map {
      JudgedPair(margin: $0.margin * 2, label: $0.label, prompt: $0.prompt)
    }
    let temperature = bestTemperature(for: pairs, resampling: Resampling(count: 5))?.value
    expectClose(temperature, 1, within: 0.05)
    // Twice the margins need twice the temperature.
    expectClose(
      bestTemperature(for: halved, resampling: Resampling(count: 5))?.value,
      2 * (temperature ?? .nan), within: 1e-6)
    #expect(PreferenceCalibration(of: halved, resampling: quick).expectedError.value > 0.05)
  }

  @Test("has no best temperature where everything or nothing is right, and no error of nothing")
  func edges() {
    let right = (1...5).map { JudgedPair(margin: Double($0), prompt: $0) }
    #expect(bestTemperature(for: right) == nil)
    #expect(bestTemperature(for: right.map(\.mirrored)) == nil)
    let wrong = right.map { JudgedPair(margin: $0.margin, label: 0, prompt: $0.prompt) }
    #expect(bestTemperature(for: wrong) == nil)
    #expect(bestTemperature(for: []) == nil)
    let nothing = PreferenceCalibration(of: [])
    #expect(nothing.bins.isEmpty && nothing.expectedError.value.isNaN)
    let equal = [JudgedPair](repeating: JudgedPair(margin: 1, prompt: 0), count: 9)
    #expect(PreferenceCalibration(of: equal, binning: .equalMass(4)).bins.map(\.count) == [9])
  }
}
