import Evaluation
import Foundation
import Runs
import Testing

@Suite("The best round by the gold judge")
struct GoldTrackerTests {
  private func standings(_ scores: [Double], reach: Double = 0.1) -> [GoldTracker.Standing] {
    var tracker = GoldTracker()
    return scores.enumerated().map { index, score in
      tracker.observe(step: index * 20, score: score, lower: score - reach, upper: score + reach)
    }
  }

  @Test("is the first of the highest, and says how far it lies back")
  func best() {
    let found = standings([1, 2, 2, 1.9, 3])
    #expect(found.map(\.isBest) == [true, true, false, false, true])
    #expect(found.map(\.roundsSinceBest) == [0, 0, 1, 2, 0])
    var tracker = GoldTracker()
    for (step, score) in [(0, 1.0), (20, 2), (40, 2)] {
      tracker.observe(step: step, score: score, lower: score, upper: score)
    }
    #expect(tracker.best?.step == 20)
  }

  @Test("counts falls only where the intervals lie apart, and only in a row")
  func falls() {
    let found = standings([1, 2, 1.85, 1.7, 1.5, 1.9, 1.5])
    #expect(found.map(\.significantFalls) == [0, 0, 0, 1, 2, 0, 1])
  }

  @Test("never is one whose score is not finite")
  func notFinite() {
    let found = standings([.nan, 1, .infinity, .nan, 2])
    #expect(found.map(\.isBest) == [false, true, false, false, true])
    #expect(found.map(\.roundsSinceBest) == [1, 0, 1, 2, 0])
  }

  @Test("is found again from a run's metrics, of a step recorded twice from the later row")
  func rows() {
    func row(_ step: Int, _ values: [String: Double]) -> MetricsRow {
      MetricsRow(step: step, time: Date(timeIntervalSince1970: 0), values: values)
    }
    let tracker = GoldTracker(observing: [
      row(0, ["gold/score": 1, "gold/score_lower": 0.5, "gold/score_upper": 1.5]),
      row(10, ["loss": 1]), row(20, ["gold/score": 9]), row(20, ["gold/score": 0.2]),
    ])
    #expect(tracker.best == GoldTracker.Round(step: 0, score: 1, lower: 0.5, upper: 1.5))
    #expect(tracker.standing?.roundsSinceBest == 1)
    #expect(tracker.standing?.significantFalls == 1)
    #expect(GoldTracker(observing: []) == GoldTracker())
  }
}

@Suite("Stopping by the gold judge")
struct EarlyStoppingTests {
  private func firstStop(_ scores: [Double], patience: Int, reach: Double = 0.1) -> Int? {
    var tracker = GoldTracker()
    let rule = EarlyStopping(patience: patience)
    return scores.firstIndex { score in
      let standing = tracker.observe(
        step: 0, score: score, lower: score - reach, upper: score + reach)
      return rule.reason(for: standing) != nil
    }
  }

  @Test("waits as many rounds as its patience, and for ever where it is 0")
  func patience() {
    let flat = [1, 2, 1.95, 1.96, 1.97, 1.98]
    #expect(firstStop(flat, patience: 3) == 4)
    #expect(firstStop(flat, patience: 9) == nil)
    #expect(firstStop([3, 2, 1, 0, -1], patience: 0) == nil)
  }

  @Test("does not wait where two rounds in a row have fallen by more than chance")
  func falls() {
    #expect(firstStop([1, 2, 1.5, 1.4, 1.3], patience: 9) == 3)
    #expect(firstStop([1, 2, 1.5, 1.95, 1.5, 1.95], patience: 9) == nil)
    #expect(firstStop([1, 2, 1.5], patience: 1) == 2)
  }

  @Test("says why")
  func reasons() {
    var tracker = GoldTracker()
    tracker.observe(step: 0, score: 2, lower: 1, upper: 3)
    let flat = tracker.observe(step: 1, score: 2, lower: 1, upper: 3)
    #expect(EarlyStopping(patience: 1).reason(for: flat) == "1 gold round brought no better score")
    tracker.observe(step: 2, score: 0, lower: -1, upper: 0.5)
    let fallen = tracker.observe(step: 3, score: 0, lower: -1, upper: 0.5)
    #expect(
      EarlyStopping(patience: 8).reason(for: fallen)
        == "the gold score lay below its best by more than chance 2 rounds in a row")
  }
}
