import Foundation
import Runs
import Testing

@testable import Statistics

@Suite("The sequential test of gold answers")
struct SequentialTestTests {
  private let test = SequentialTest()

  @Test("has the published bounds and steps")
  func published() {
    expectClose(test.pauseBound, 2.944, within: 5e-4)
    expectClose(test.clearBound, -2.944, within: 5e-4)
    expectClose(test.step(isCorrect: true), -0.405, within: 5e-4)
    expectClose(test.step(isCorrect: false), 1.386, within: 5e-4)
  }

  @Test("pauses after three straight errors and clears after eight straight hits")
  func straight() {
    #expect(test.state(after: [false, false]).verdict == .continue)
    #expect(test.state(after: [false, false, false]).verdict == .pause)
    #expect(test.state(after: [Bool](repeating: true, count: 7)).verdict == .continue)
    let cleared = test.state(after: [Bool](repeating: true, count: 8))
    #expect(cleared.verdict == .clear && cleared.answerCount == 8)
    expectClose(cleared.logLikelihoodRatio, 8 * log(0.6 / 0.9))
  }

  @Test("begins anew after a clearance, so that a labeler who grows careless is found")
  func again() {
    let good = [Bool](repeating: true, count: 8)
    let since = test.state(after: good + [false, false])
    #expect(since.verdict == .clear && since.answerCount == 2)
    #expect(test.state(after: good + [false, false, false]).verdict == .pause)
  }

  @Test("lets a pause stand")
  func standing() {
    let answers = [false, false, false] + [Bool](repeating: true, count: 20)
    #expect(test.state(after: answers).verdict == .pause)
    #expect(test.state(after: []).verdict == .continue)
  }

  @Test("errs about as rarely as it says")
  func rates() {
    var generator = SeededGenerator(seed: 2)
    func firstVerdict(accuracy: Double) -> SequentialTest.Verdict {
      var answers: [Bool] = []
      while true {
        answers.append(generator.nextUnit() < accuracy)
        let verdict = test.state(after: answers).verdict
        if verdict != .continue { return verdict }
      }
    }
    let paused = (0..<1000).count { _ in firstVerdict(accuracy: 0.9) == .pause }
    let cleared = (0..<1000).count { _ in firstVerdict(accuracy: 0.6) == .clear }
    #expect(paused < 65 && cleared < 65)
    #expect(paused > 10 && cleared > 10)
  }

  @Test("comes with Wilson's interval of gold accuracy")
  func gold() {
    let found = goldAccuracy([Bool](repeating: true, count: 8) + [false, false])
    expectClose(found.lower, 0.490, within: 5e-4)
    expectClose(found.upper, 0.943, within: 5e-4)
    let none = goldAccuracy([Bool](repeating: false, count: 10))
    #expect(none.lower == 0)
    expectClose(none.upper, 0.278, within: 5e-4)
    #expect(goldAccuracy([]).value.isNaN)
  }
}

@Suite("Reading times and medians")
struct ReadingSpeedTests {
  @Test("are too short above six hundred words per minute")
  func floor() {
    #expect(!ReadingTime(wordCount: 600, activeMilliseconds: 60_000).isTooFast())
    #expect(ReadingTime(wordCount: 601, activeMilliseconds: 60_000).isTooFast())
    #expect(ReadingTime(wordCount: 1, activeMilliseconds: 0).isTooFast())
    #expect(!ReadingTime(wordCount: 0, activeMilliseconds: 0).isTooFast())
    expectClose(ReadingTime(wordCount: 100, activeMilliseconds: 30_000).wordsPerMinute, 200)
  }

  @Test("give a share of judgements that were too fast")
  func share() {
    let fast = ReadingTime(wordCount: 900, activeMilliseconds: 10_000)
    let slow = ReadingTime(wordCount: 100, activeMilliseconds: 60_000)
    let found = shareTooFast([fast, slow, slow, slow])
    expectClose(found.value, 0.25)
    #expect(found.lower < 0.25 && found.upper > 0.25)
    #expect(shareTooFast([slow, slow]) == proportion(0, of: 2))
    #expect(shareTooFast([]).value.isNaN)
  }

  @Test("have a median between values of known rank")
  func median() {
    // Of ten values the second and ninth: P(Bin(10, ½) < 2) = 0.0107, < 3 is 0.0547.
    let found = medianEstimate(of: (1...10).map(Double.init).shuffled(seed: 1))
    #expect(found.value == 5.5 && found.lower == 2 && found.upper == 9)
    let six = medianEstimate(of: [1, 2, 3, 4, 5, 6])
    #expect(six.lower == 1 && six.upper == 6)
    #expect(!medianEstimate(of: [1, 2, 3, 4, 5]).hasInterval)
    #expect(medianEstimate(of: []).value.isNaN)
    #expect(medianEstimate(of: [1, .nan, 2]).value.isNaN)
  }
}
