import Testing

@testable import Statistics

@Suite("Pairwise accuracy")
struct PairwiseAccuracyTests {
  @Test("counts only truly higher scores, and ties as half beside it")
  func ties() {
    let measured = pairwiseAccuracy(chosen: [1, 2, 3, 0], rejected: [0, 2, 4, -1])
    #expect(measured.accuracy == proportion(2, of: 4))
    #expect(measured.accuracyWithTiesAsHalf == proportion(2.5, of: 4))
    #expect(measured.pairCount == 4 && measured.tieCount == 1)
  }
}

@Suite("Correlation")
struct CorrelationTests {
  @Test("has the values of textbooks")
  func published() {
    expectClose(pearsonCorrelation([1, 2, 3, 4, 5], [10, 9, 2.5, 6, 4]), -0.7426106572325057)
    expectClose(spearmanCorrelation([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]), 0.8207826816681233)
  }

  @Test("is one for what rises together, however it is curved")
  func order() {
    let numbers = (1...20).map(Double.init)
    expectClose(spearmanCorrelation(numbers, numbers.map { $0 * $0 * $0 }), 1)
    expectClose(spearmanCorrelation(numbers, numbers.map { -$0 }), -1)
    expectClose(pearsonCorrelation(numbers, numbers.map { 3 - 2 * $0 }), -1)
  }

  @Test("is NaN where nothing varies or a number is missing")
  func undefined() {
    #expect(pearsonCorrelation([1, 1], [1, 2]).isNaN)
    #expect(pearsonCorrelation([], []).isNaN)
    #expect(spearmanCorrelation([1, .nan, 3], [1, 2, 3]).isNaN)
  }

  @Test("shares ranks between equal values")
  func sharedRanks() { #expect(ranks(of: [10, 20, 10, 5]) == [2.5, 4, 2.5, 1]) }
}

@Suite("Diversity")
struct DiversityTests {
  @Test("is the share of different runs")
  func distinct() {
    let replies = [words(of: "I am sorry. I am here."), words(of: "I AM, sorry!")]
    #expect(replies == [["i", "am", "sorry", "i", "am", "here"], ["i", "am", "sorry"]])
    expectClose(distinctShare(ofRunsOf: 1, in: replies), 4.0 / 9)
    // i-am ×3, am-sorry ×2, sorry-i, am-here.
    expectClose(distinctShare(ofRunsOf: 2, in: replies), 4.0 / 7)
    #expect(distinctShare(ofRunsOf: 9, in: replies).isNaN)
  }

  @Test("finds a text that repeats itself")
  func repetition() {
    expectClose(repeatedShare(ofRunsOf: 2, in: [5, 5, 5, 5, 5]), 0.75)
    expectClose(repeatedShare(ofRunsOf: 2, in: [1, 2, 1, 2, 1, 2]), 0.6)
    expectClose(repeatedShare(ofRunsOf: 2, in: [1]), 0)
  }

  @Test("sums up lengths")
  func lengths() {
    let summary = LengthSummary(of: [3, 1, 2, 10])
    #expect(summary.count == 4 && summary.minimum == 1 && summary.maximum == 10)
    #expect(summary.mean == 4 && summary.median == 2.5)
    expectClose(summary.percentile95, 3 + 0.85 * 7)
    #expect(LengthSummary(of: []).mean.isNaN)
  }
}

@Suite("Calibration")
struct CalibrationTests {
  @Test("compares what was said with what came true")
  func byHand() {
    let measured = Calibration(
      of: [0.9, 0.9, 0.9, 0.9, 0.2, 0.3, 1], against: [true, true, true, false, false, true, true],
      binCount: 2)
    #expect(measured.bins.map(\.count) == [2, 5])
    expectClose(measured.bins[0].meanProbability, 0.25)
    expectClose(measured.bins[0].frequency.value, 0.5)
    expectClose(measured.bins[1].meanProbability, 0.92)
    expectClose(measured.bins[1].frequency.value, 0.8)
    expectClose(measured.expectedError, (2 * 0.25 + 5 * 0.12) / 7)
    expectClose(measured.brierScore, (3 * 0.01 + 0.81 + 0.04 + 0.49) / 7)
  }

  @Test("is perfect where certainty is right, and NaN where there is nothing")
  func edges() {
    let perfect = Calibration(of: [1, 0], against: [true, false])
    #expect(perfect.expectedError == 0 && perfect.brierScore == 0)
    #expect(perfect.bins.count == 10 && perfect.bins[9].count == 1)
    #expect(perfect.bins[4].meanProbability.isNaN)
    #expect(Calibration(of: [], against: []).expectedError.isNaN)
  }
}

@Suite("Numbers for people")
struct NumberTests {
  @Test(
    "have about three digits",
    arguments: [
      (0.0, "0"), (-0.0, "0"), (1, "1"), (0.12345, "0.123"), (-0.5, "−0.500"), (2.345, "2.35"),
      (12.34, "12.3"), (123.4, "123"), (1_234_567, "1234567"), (0.00003, "3e−5"),
      (-2.5e9, "−2.5e9"), (.nan, "NaN"), (.infinity, "∞"), (-.infinity, "−∞"),
    ])
  func text(number: Double, due: String) { #expect(readable(number) == due) }

  @Test("have no minus before zero")
  func negativeZero() { #expect(decimal(-0.001, places: 2) == "0.00") }
}
