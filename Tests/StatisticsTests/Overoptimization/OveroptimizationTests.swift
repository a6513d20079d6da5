import Foundation
import Runs
import Testing

@testable import Statistics

private let forms = OveroptimizationCurve.Form.allCases

/// Points on a curve, with normal noise of a standard deviation.
private func points(
  on curve: OveroptimizationCurve, at distances: [Double], noise: Double = 0, seed: UInt64 = 0
) -> [OveroptimizationPoint] {
  var generator = SeededGenerator(seed: seed)
  return distances.map { distance in
    // Box and Muller 1958.
    let reach = (-2 * log(1 - generator.nextUnit())).squareRoot()
    let deviation = reach * cos(2 * .pi * generator.nextUnit())
    return OveroptimizationPoint(
      distance: distance, gain: curve.gain(at: distance) + noise * deviation)
  }
}

private let distances = (1...20).map { 0.4 * Double($0) }

@Suite("A curve of overoptimization")
struct OveroptimizationCurveTests {
  @Test("has the peaks that follow from its forms")
  func peaks() {
    // By hand: 3/(2·0.5) = 3 and 3²/(4·0.5) = 4.5; e^(2/1 − 1) = e, with height 1·e.
    let best = OveroptimizationCurve(.bestOfN, alpha: 3, beta: 0.5)
    expectClose(best.peakDistance, 3)
    expectClose(best.peakGain, 4.5)
    let learned = OveroptimizationCurve(.reinforcement, alpha: 2, beta: 1)
    expectClose(learned.peakDistance, exp(1))
    expectClose(learned.peakGain, exp(1))
    expectClose(learned.gain(at: 1), 2)
    #expect(learned.gain(at: 0) == 0 && best.gain(at: 0) == 0)
  }

  @Test("is nowhere higher than at its peak", arguments: forms)
  func highest(_ form: OveroptimizationCurve.Form) throws {
    let curve = OveroptimizationCurve(form, alpha: 1.3, beta: 0.4)
    let (place, height) = (try #require(curve.peakDistance), try #require(curve.peakGain))
    for share in [0.1, 0.5, 0.99, 1.01, 2, 10] { #expect(curve.gain(at: share * place) < height) }
  }

  @Test("has no peak where it does not bend, or falls from the start")
  func none() {
    #expect(OveroptimizationCurve(.reinforcement, alpha: 1, beta: 0).peakDistance == nil)
    #expect(OveroptimizationCurve(.bestOfN, alpha: 1, beta: -1).peakGain == nil)
    #expect(OveroptimizationCurve(.bestOfN, alpha: -1, beta: 1).peakDistance == nil)
    #expect(OveroptimizationCurve(.reinforcement, alpha: 1, beta: 1e-6).peakDistance == nil)
  }
}

@Suite("A fit of overoptimization")
struct OveroptimizationFitTests {
  @Test("finds a planted curve without noise", arguments: forms)
  func exact(_ form: OveroptimizationCurve.Form) throws {
    let planted = OveroptimizationCurve(form, alpha: 1.2, beta: form == .bestOfN ? 0.15 : 0.5)
    let fit = try fittedOveroptimization(to: points(on: planted, at: distances), as: form)
    expectClose(fit.curve.alpha, planted.alpha)
    expectClose(fit.curve.beta, planted.beta)
    expectClose(fit.peakDistance.value, try #require(planted.peakDistance))
    expectClose(fit.peakGain.value, try #require(planted.peakGain))
    expectClose(fit.determination, 1)
    #expect(fit.pointCount == 20 && fit.greatestDistance == 8 && !fit.isForecast)
  }

  @Test("predicts a planted peak within 5 % under noise, whatever the draw", arguments: forms)
  func noisy(_ form: OveroptimizationCurve.Form) throws {
    let planted = OveroptimizationCurve(form, alpha: 1.2, beta: form == .bestOfN ? 0.15 : 0.5)
    let (place, height) = (
      try #require(planted.peakDistance), try #require(planted.peakGain)
    )
    for seed in 0..<200 as Range<UInt64> {
      let found = try fittedOveroptimization(
        to: points(on: planted, at: distances, noise: 0.03 * height, seed: seed), as: form)
      #expect(abs(found.peakDistance.value / place - 1) < 0.05, "seed \(seed)")
      #expect(abs(found.peakGain.value / height - 1) < 0.05, "seed \(seed)")
    }
  }

  @Test("predicts a peak that was not reached yet", arguments: forms)
  func forecast(_ form: OveroptimizationCurve.Form) throws {
    let planted = OveroptimizationCurve(form, alpha: 1.2, beta: form == .bestOfN ? 0.15 : 0.5)
    let place = try #require(planted.peakDistance)
    let near = (1...12).map { 0.8 * place * Double($0) / 12 }
    let fit = try fittedOveroptimization(to: points(on: planted, at: near), as: form)
    #expect(fit.isForecast)
    expectClose(fit.peakDistance.value / place, 1, within: 0.05)
  }

  @Test("has intervals that hold the true peak as often as they say", arguments: forms)
  func coverage(_ form: OveroptimizationCurve.Form) throws {
    let planted = OveroptimizationCurve(form, alpha: 1.2, beta: form == .bestOfN ? 0.15 : 0.5)
    let (place, height) = (
      try #require(planted.peakDistance), try #require(planted.peakGain)
    )
    var (places, heights, count) = (0, 0, 0)
    for seed in 0..<2000 as Range<UInt64> {
      let some = points(
        on: planted, at: (1...8).map(Double.init), noise: 0.05 * height, seed: seed)
      let fit = try fittedOveroptimization(to: some, as: form)
      count += 1
      if (fit.peakDistance.lower...fit.peakDistance.upper).contains(place) { places += 1 }
      if (fit.peakGain.lower...fit.peakGain.upper).contains(height) { heights += 1 }
    }
    #expect((0.93...0.97).contains(Double(places) / Double(count)), "\(places) of \(count)")
    #expect((0.93...0.97).contains(Double(heights) / Double(count)), "\(heights) of \(count)")
  }

  @Test("has an interval without an upper end where the curve may not bend at all")
  func open() throws {
    let planted = OveroptimizationCurve(.reinforcement, alpha: 1, beta: 0.02)
    let found = (0..<40 as Range<UInt64>).compactMap { seed in
      try? fittedOveroptimization(
        to: points(on: planted, at: [1, 2, 3, 4, 5], noise: 0.1, seed: seed), as: .reinforcement)
    }
    #expect(!found.isEmpty)
    let ends = found.map(\.peakDistance)
    #expect(ends.allSatisfy { $0.lower <= $0.value && $0.value <= $0.upper })
    #expect(ends.contains { $0.upper == .infinity })
  }

  @Test("is that of a line by hand")
  func byHand() throws {
    // R/d is 3, 2, 1, 0 at d = 1, 2, 3, 4: α = 4, β = 1, the peak at 2 and 4 high. The start, a
    // point behind it and one that is not finite say nothing.
    let some = [(0, 9), (1, 3), (2, 4), (3, 3), (4, 0), (-1, 5), (2, Double.nan)].map {
      OveroptimizationPoint(distance: $0.0, gain: $0.1)
    }
    let fit = try fittedOveroptimization(to: some, as: .bestOfN)
    expectClose(fit.curve.alpha, 4)
    expectClose(fit.curve.beta, 1)
    expectClose(fit.peakDistance.value, 2)
    expectClose(fit.peakGain.value, 4)
    #expect(fit.pointCount == 4)
  }

  @Test("heeds how sure each point is")
  func weights() throws {
    let planted = OveroptimizationCurve(.bestOfN, alpha: 4, beta: 1)
    let sure = points(on: planted, at: [1, 2, 3, 4]).map {
      OveroptimizationPoint(distance: $0.distance, gain: $0.gain, error: 0.1)
    }
    let wild = OveroptimizationPoint(distance: 2.5, gain: 90, error: 1000)
    let fit = try fittedOveroptimization(to: sure + [wild], as: .bestOfN)
    expectClose(fit.peakDistance.value, 2, within: 0.01)
    let equal = OveroptimizationPoint(distance: 2.5, gain: 90)
    let drawn = try fittedOveroptimization(to: sure + [equal], as: .bestOfN)
    #expect(abs(drawn.peakGain.value - 4) > 1)
  }

  @Test("is refused with a reason where nothing can be said")
  func refusals() {
    func refusal(
      _ pairs: [(Double, Double)], _ form: OveroptimizationCurve.Form = .reinforcement
    )
      -> OveroptimizationRefusal?
    {
      do {
        _ = try fittedOveroptimization(
          to: pairs.map { OveroptimizationPoint(distance: $0.0, gain: $0.1) }, as: form)
        return nil
      } catch {
        return error as? OveroptimizationRefusal
      }
    }
    #expect(refusal([]) == .tooFewPoints(0))
    #expect(refusal([(0, 0), (1, 1), (2, 2), (3, 2)]) == .tooFewPoints(3))
    #expect(refusal([(2, 1), (2, 2), (2, 2), (2.5, 3)]) == .noSpread(from: 2, to: 2.5))
    guard case .doesNotBend? = refusal([(1, 1), (2, 4), (3, 9), (4, 16)]) else {
      Issue.record("a rising curve has a peak")
      return
    }
    guard case .falls? = refusal([(1, -2), (2, -6), (3, -12), (4, -20)], .bestOfN) else {
      Issue.record("a falling curve has a peak")
      return
    }
    #expect(
      "\(OveroptimizationRefusal.tooFewPoints(1))"
        == "the curve needs at least 4 points beyond the start, and there is 1; "
        + "score more checkpoints")
    #expect("\(OveroptimizationRefusal.noSpread(from: 2, to: 2.5))".contains("between 4 and 6.25"))
  }
}

@Suite("Student's distribution")
struct StudentQuantileTests {
  // Any table of the t distribution, two-sided 95 % and 99 %.
  @Test(
    "has the quantiles of the tables",
    arguments: [
      (1, 12.706, 63.657), (2, 4.303, 9.925), (3, 3.182, 5.841), (4, 2.776, 4.604),
      (5, 2.571, 4.032), (10, 2.228, 3.169), (30, 2.042, 2.750),
    ])
  func table(_ degrees: Int, _ wide: Double, _ wider: Double) {
    expectClose(studentQuantile(within: 0.95, degrees: degrees), wide, within: 6e-4)
    expectClose(studentQuantile(within: 0.99, degrees: degrees), wider, within: 6e-4)
    #expect(studentQuantile(within: 0, degrees: degrees) < 1e-9)
  }
}
