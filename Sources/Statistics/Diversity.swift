/// Returns which share of all runs of `length` neighbours is different: *distinct-n*.
///
/// Li et al. 2016 (arXiv:1510.03055). It falls as there is more text, so compare only equally many
/// completions of equal length.
///
/// - Parameters:
///   - length: How many neighbours make a run; positive.
///   - sequences: The words or tokens of each completion.
/// - Returns: In `0...1`; NaN where all sequences are shorter than a run.
public func distinctShare<Element: Hashable>(
  ofRunsOf length: Int, in sequences: [[Element]]
) -> Double {
  let runs = sequences.flatMap { runsOfNeighbours(length, in: $0) }
  return Double(Set(runs).count) / Double(runs.count)
}

/// Returns which share of a sequence's runs of `length` neighbours was there before in it.
///
/// - Returns: In `0..<1`; 0 where the sequence is shorter than a run.
public func repeatedShare<Element: Hashable>(
  ofRunsOf length: Int, in sequence: [Element]
) -> Double {
  let runs = runsOfNeighbours(length, in: sequence)
  return runs.isEmpty ? 0 : 1 - Double(Set(runs).count) / Double(runs.count)
}

/// Returns the words of a text in small letters, without what stands between them.
public func words(of text: String) -> [String] {
  text.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "'" && $0 != "’" }.map(
    String.init)
}

/// Returns all runs of so many neighbours, in their order.
func runsOfNeighbours<Element>(
  _ length: Int, in sequence: [Element]
) -> [ArraySlice<Element>] {
  precondition(length > 0, "a run must have at least one element, not \(length)")
  guard sequence.count >= length else { return [] }
  return (0...(sequence.count - length)).map { sequence[$0..<($0 + length)] }
}

/// How long completions are.
public struct LengthSummary: Sendable, Codable, Equatable {
  /// How many there are.
  public let count: Int
  /// The mean length; NaN where there are none.
  public let mean: Double
  /// The length that half of them do not reach.
  public let median: Double
  /// The length that one in twenty exceeds.
  public let percentile95: Double
  /// The shortest.
  public let minimum: Int
  /// The longest.
  public let maximum: Int

  /// Sums up lengths, in whatever they were counted.
  public init(of lengths: [Int]) {
    let sorted = lengths.sorted()
    let values = sorted.map(Double.init)
    count = lengths.count
    mean = values.reduce(0, +) / Double(values.count)
    median = quantile(0.5, ofSorted: values)
    percentile95 = quantile(0.95, ofSorted: values)
    minimum = sorted.first ?? 0
    maximum = sorted.last ?? 0
  }
}
