/// The mean of all values that were seen so far.
struct RunningMean: Codable, Equatable {
  /// The mean; 0 of nothing.
  private(set) var mean = 0.0
  /// How many values there were.
  private(set) var count = 0

  /// Takes in more values.
  mutating func add(_ values: [Double]) {
    guard !values.isEmpty else { return }
    let mean = values.reduce(0, +) / Double(values.count)
    count += values.count
    self.mean += (mean - self.mean) * Double(values.count) / Double(count)
  }
}
