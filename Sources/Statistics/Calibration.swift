/// Whether a model's probabilities are as often right as they say.
///
/// For a reward model the probability of a pair is σ(r₊ − r₋), and what should come true is that
/// people chose that completion.
public struct Calibration: Sendable, Codable, Equatable {
  /// Predictions of about the same probability.
  public struct Bin: Sendable, Codable, Equatable {
    /// The least probability in it.
    public let lower: Double
    /// The bound that probabilities in it stay below; the last bin holds 1 too.
    public let upper: Double
    /// How many predictions fall into it.
    public let count: Int
    /// Their mean probability; NaN where there are none.
    public let meanProbability: Double
    /// How often they came true; Wilson's interval.
    public let frequency: Estimate
  }

  /// Bins of equal width, from 0 to 1.
  public let bins: [Bin]
  /// The mean distance of probability and frequency, Σ nᵦ/n · |p̄ᵦ − fᵦ|; NaN for no predictions.
  public let expectedError: Double
  /// The mean of (p − came true)², Brier 1950; 0 is perfect, ¼ is what always saying ½ gets.
  public let brierScore: Double

  /// Measures predictions against what came true.
  ///
  /// - Parameters:
  ///   - probabilities: What was predicted, each in `0...1`.
  ///   - cameTrue: What happened, in the same order.
  ///   - binCount: How many bins; positive.
  public init(of probabilities: [Double], against cameTrue: [Bool], binCount: Int = 10) {
    requireSameCount(probabilities, cameTrue)
    precondition(binCount > 0, "at least one bin is needed, not \(binCount)")
    var members = [[(probability: Double, cameTrue: Bool)]](repeating: [], count: binCount)
    var squares = 0.0
    for (probability, cameTrue) in zip(probabilities, cameTrue) {
      precondition(
        (0...1).contains(probability), "a probability must be in 0...1, is \(probability)")
      let index = min(binCount - 1, Int(probability * Double(binCount)))
      members[index].append((probability, cameTrue))
      let error = probability - (cameTrue ? 1 : 0)
      squares += error * error
    }
    bins = members.enumerated().map { index, members in
      Bin(
        lower: Double(index) / Double(binCount), upper: Double(index + 1) / Double(binCount),
        count: members.count,
        meanProbability: members.reduce(0) { $0 + $1.probability } / Double(members.count),
        frequency: proportion(Double(members.count { $0.cameTrue }), of: members.count))
    }
    let count = Double(probabilities.count)
    brierScore = squares / count
    expectedError =
      bins.filter { $0.count > 0 }.reduce(0) { sum, bin in
        sum + Double(bin.count) * abs(bin.meanProbability - bin.frequency.value)
      } / count
  }
}
