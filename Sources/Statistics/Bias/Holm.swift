/// Adjusts the p-values of several tests, so that all may be looked at.
///
///     p̃₍ᵢ₎ = max over j ≤ i of min(1, (n − j + 1)·p₍ⱼ₎)
///
/// Holm 1979: calling those below α significant is wrong about any of them with at most that
/// probability.
///
/// - Parameter values: In any order; NaN for a test that was not made, which counts for nothing.
/// - Returns: In the same order.
public func holmAdjusted(_ values: [Double]) -> [Double] {
  var adjusted = values
  let order = values.indices.filter { !values[$0].isNaN }.sorted { values[$0] < values[$1] }
  var largest = 0.0
  for (place, index) in order.enumerated() {
    largest = max(largest, min(1, Double(order.count - place) * values[index]))
    adjusted[index] = largest
  }
  return adjusted
}
