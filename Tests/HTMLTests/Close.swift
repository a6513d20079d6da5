import Testing

/// Expects two numbers to be equal up to a tolerance.
func expectClose(
  _ found: Double, _ due: Double, within tolerance: Double = 1e-9,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  precondition(tolerance > 0 && tolerance <= 0.1, "the tolerance is \(tolerance)")
  #expect(abs(found - due) <= tolerance, "\(found) is not \(due)", sourceLocation: sourceLocation)
}
