import Testing

/// Expects two numbers to be equal up to a tolerance.
func expectClose(
  _ found: Double?, _ due: Double, within tolerance: Double = 1e-9,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  precondition(tolerance > 0 && tolerance <= 0.1, "the tolerance is \(tolerance)")
  #expect(
    found.map { abs($0 - due) <= tolerance } ?? false, "\(found ?? .nan) is not \(due)",
    sourceLocation: sourceLocation)
}

/// Expects lists of numbers to be equal up to a tolerance.
func expectClose(
  _ found: [Double], _ due: [Double], within tolerance: Double = 1e-9,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(found.count == due.count, sourceLocation: sourceLocation)
  for (found, due) in zip(found, due) {
    expectClose(found, due, within: tolerance, sourceLocation: sourceLocation)
  }
}
