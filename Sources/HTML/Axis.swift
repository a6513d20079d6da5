import Foundation
import Statistics

/// Returns round numbers within a range, evenly spaced by 1, 2 or 5 times a power of ten.
///
/// - Parameters:
///   - range: What they should cover.
///   - count: About how many there should be; there may be up to half as many again.
func roundTicks(in range: ClosedRange<Double>, about count: Int) -> [Double] {
  precondition(count > 0, "at least one tick is needed, not \(count)")
  return multiples(of: roundStep(for: range, about: count), in: range)
}

private func multiples(of step: Double, in range: ClosedRange<Double>) -> [Double] {
  // A little slack, since 0.3 / 0.1 is not 3.
  let first = (range.lowerBound / step - 1e-9).rounded(.up)
  let last = (range.upperBound / step + 1e-9).rounded(.down)
  guard step > 0, first.isFinite, last - first < 1000 else { return [range.lowerBound] }
  return stride(from: first, through: last, by: 1).map { $0 == 0 ? 0 : $0 * step }
}

private func roundStep(for range: ClosedRange<Double>, about count: Int) -> Double {
  let rough = (range.upperBound - range.lowerBound) / Double(count)
  guard rough > 0 else { return 0 }
  let power = pow(10, log10(rough).rounded(.down))
  let digit = rough / power
  return (digit < 1.5 ? 1 : digit < 3.5 ? 2 : digit < 7.5 ? 5 : 10) * power
}

/// Where numbers are along one side of a drawing.
struct Axis: Equatable {
  /// The numbers it covers.
  let domain: ClosedRange<Double>
  /// Where the first and the last of them are.
  let start: Double
  let end: Double
  let ticks: [Double]

  /// Makes an axis that covers all finite values.
  ///
  /// - Parameter roundingOut: Whether it reaches to the next ticks outside.
  init(
    covering values: [Double], from start: Double, to end: Double, about count: Int,
    roundingOut: Bool
  ) {
    // Beyond this, differences of numbers are no longer finite.
    let finite = values.filter { abs($0) < 1e300 }
    var range = widened((finite.min() ?? 0)...(finite.max() ?? 1))
    let step = roundStep(for: range, about: count)
    if roundingOut {
      let lower = (range.lowerBound / step + 1e-9).rounded(.down) * step
      let upper = (range.upperBound / step - 1e-9).rounded(.up) * step
      range = min(lower, range.lowerBound)...max(upper, range.upperBound)
    }
    domain = range
    ticks = multiples(of: step, in: range)
    self.start = start
    self.end = end
  }

  /// Returns where a number is, or for one far outside, where it leaves the drawing.
  func place(_ value: Double) -> Double {
    let share = (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
    return start + (share.isNaN ? 0 : min(2, max(-1, share))) * (end - start)
  }

  /// The ticks as texts, all with the same count of digits after the point.
  var labels: [String] {
    let step = ticks.count > 1 ? ticks[1] - ticks[0] : 0
    let largest = ticks.map(abs).max() ?? 0
    if largest >= 1e7 || largest < 1e-3 { return ticks.map(readable) }
    if step >= 1000 { return ticks.map { $0 == 0 ? "0" : "\(plain($0 / 1000))k" } }
    let places = step > 0 ? max(0, min(6, Int((-log10(step) - 1e-9).rounded(.up)))) : 3
    return ticks.map { decimal($0, places: places) }
  }
}

private func plain(_ value: Double) -> String {
  decimal(value, places: abs(value - value.rounded()) < 1e-6 ? 0 : 1)
}

/// Returns a range that is not a single number.
private func widened(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
  let middle = range.lowerBound / 2 + range.upperBound / 2
  let least = max(abs(middle) * 1e-9, 1e-300)
  guard range.upperBound - range.lowerBound <= least else { return range }
  let reach = middle == 0 ? 1 : abs(middle) * 0.1
  return (middle - reach)...(middle + reach)
}
