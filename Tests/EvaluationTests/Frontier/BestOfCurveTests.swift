import Evaluation
import Foundation
import Runs
import Statistics
import Testing

private let bounds = (1...16).map { log(Double($0)) - Double($0 - 1) / Double($0) }

/// Gold scores of prompts along a planted curve, each with a level of its own.
private func goldScores(prompts: Int, noise: Double) -> [[Double]] {
  let curve = OveroptimizationCurve(.bestOfN, alpha: 2, beta: 1)
  var generator = SeededGenerator(seed: 5)
  return (0..<prompts).map { _ in
    let level = generator.nextUnit()
    let slope = 1 + noise * (generator.nextUnit() - 0.5)
    return bounds.map { level + slope * curve.gain(at: $0.squareRoot()) }
  }
}

private func curve(gold: [[Double]]?) -> BestOfCurve {
  BestOfCurve(
    model: "m", judge: "j", goldJudge: gold.map { _ in "g" }, bounds: bounds,
    rewards: (gold ?? [bounds]).map { _ in bounds }, gold: gold)
}

@Suite("The curve of the best of n")
struct BestOfCurveTests {
  @Test("averages over prompts, and predicts the peak of a planted curve")
  func peak() throws {
    let found = curve(gold: goldScores(prompts: 60, noise: 0.4))
    #expect(found.promptCount == 60 && found.points.map(\.n) == Array(1...16))
    let peak = try #require(found.peakDistance)
    #expect(abs(peak.value - 1) < 0.05)
    #expect(peak.lower <= peak.value && peak.value <= peak.upper)
    #expect(abs(try found.prediction().curve.beta - 1) < 0.1)
  }

  @Test("says why it has no peak")
  func noPeak() {
    let rising = (0..<20).map { prompt in
      bounds.map { Double(prompt) + 2 * $0.squareRoot() + 0.5 * $0 }
    }
    let found = curve(gold: rising)
    #expect(found.peakDistance == nil)
    #expect(found.refusal?.contains("does not bend down yet") == true)
    #expect(throws: FrontierRefusal.noGold) { try curve(gold: nil).prediction() }
  }

  @Test("has no upper end of its peak where draws of prompts have none")
  func open() throws {
    // Some prompts rise for ever, some fall early: the mean only just bends.
    var generator = SeededGenerator(seed: 2)
    let mixed = (0..<30).map { _ in
      let bend = 0.05 + 2 * (generator.nextUnit() - 0.5)
      return bounds.map { $0.squareRoot() * (1 - bend * $0.squareRoot()) }
    }
    let found = curve(gold: mixed)
    if let peak = found.peakDistance {
      #expect(peak.upper == .infinity)
    } else {
      #expect(found.refusal != nil)
    }
  }

  @Test("reads back from its file, infinite ends too, and refuses another file")
  func files() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("curve-\(UUID()).json")
    defer { try? FileManager.default.removeItem(at: file) }
    let written = curve(gold: goldScores(prompts: 3, noise: 0))
    try written.write(to: file)
    #expect(try BestOfCurve(reading: file) == written)
    try Data("{}".utf8).write(to: file)
    #expect(throws: EvaluationError.malformedCurve(file.path)) { try BestOfCurve(reading: file) }
  }
}
