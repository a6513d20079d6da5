/// The mean and the variance of all values that were seen so far.
///
/// Batches are joined as in Chan, Golub and LeVeque 1979: nothing is lost where the mean is large.
public struct RunningMoments: Sendable, Codable, Equatable {
  /// How many values there were.
  public private(set) var count = 0
  /// Their mean; zero where there were none.
  public private(set) var mean = 0.0
  /// The sum of the squares of their distances from the mean.
  private var squares = 0.0

  /// Nothing seen.
  public init() {}

  /// The unbiased standard deviation; zero where fewer than two values were seen.
  public var deviation: Double {
    count > 1 ? (squares / Double(count - 1)).squareRoot() : 0
  }

  /// Takes more values in.
  public mutating func add(_ values: [Double]) {
    guard !values.isEmpty else { return }
    let size = Double(values.count)
    let average = values.reduce(0, +) / size
    let distances = values.reduce(0) { $0 + ($1 - average) * ($1 - average) }
    let difference = average - mean
    let total = Double(count) + size
    squares += distances + difference * difference * Double(count) * size / total
    mean += difference * size / total
    count += values.count
  }

  /// Divides values by the deviation of all that were seen.
  ///
  /// Where those do not vary, values stay as they are.
  ///
  /// - Parameter shiftingMean: Whether the mean of all that were seen is taken off first.
  public func scaled(_ values: [Double], shiftingMean: Bool) -> [Double] {
    // Equal values may differ from their mean by rounding.
    let isVaried = deviation > 1e-8 * max(abs(mean), 1)
    let divisor = isVaried ? deviation : 1
    return values.map { ($0 - (shiftingMean ? mean : 0)) / divisor }
  }
}
