/// Someone who ranks completions by the rubric, with tastes and mistakes of their own.
///
/// In a share of `2 × errorRate` of the tasks the labeler does not pay attention and ranks at
/// random; since random order is right half the time, each pair that the labeler could tell apart
/// comes out wrong with probability `errorRate`, however many completions there are.
public struct SimulatedLabeler: Sendable, Codable, Equatable {
  /// Who it is.
  public var name: String
  /// The probability that a pair is ranked against the labeler's own judgement; in `0...0.5`.
  public var errorRate: Double
  /// Points added to the rubric's total for each word: a taste for long replies.
  public var pointsPerWord: Double
  /// How much of the judgement is helpfulness alone instead of the total; in `0...1`.
  public var helpfulnessBias: Double

  /// Differences in the judged score below this step go unnoticed and become ties.
  public static let judgementStep = 0.05

  /// Makes a labeler.
  public init(
    name: String, errorRate: Double, pointsPerWord: Double = 0, helpfulnessBias: Double = 0
  ) {
    precondition((0...0.5).contains(errorRate), "errorRate \(errorRate) is not in 0...0.5")
    precondition(
      (0...1).contains(helpfulnessBias), "helpfulnessBias \(helpfulnessBias) is not in 0...1")
    self.name = name
    self.errorRate = errorRate
    self.pointsPerWord = pointsPerWord
    self.helpfulnessBias = helpfulnessBias
  }

  /// The three labelers of the demo.
  public static let panel = [
    SimulatedLabeler(name: "Ada", errorRate: 0.05),
    SimulatedLabeler(name: "Bo", errorRate: 0.10, pointsPerWord: 0.004),
    SimulatedLabeler(name: "Cy", errorRate: 0.10, helpfulnessBias: 0.3),
  ]

  /// Ranks completions of one prompt.
  ///
  /// - Parameters:
  ///   - completions: What to rank.
  ///   - prompt: A prompt of ``DemoWorld``.
  ///   - random: Decides when the labeler is inattentive.
  /// - Returns: The rank of each completion, 1 the best; equals share a rank and the next rank
  ///   follows without a gap.
  public func rank(
    _ completions: [String], for prompt: String, using random: inout some RandomNumberGenerator
  ) -> [Int] {
    // Always draw both, so that one slip does not shift the choices that follow.
    let slips = random.chance(2 * errorRate)
    let carelessOrder = random.shuffled(Array(1...max(1, completions.count)))
    if slips { return Array(carelessOrder.prefix(completions.count)) }
    let levels = completions.map { judgedLevel($0, for: prompt) }
    let distinct = Set(levels).sorted(by: >)
    return levels.map { level in (distinct.firstIndex(of: level) ?? 0) + 1 }
  }

  /// The labeler's own opinion, in steps that they can tell apart.
  func judgedLevel(_ completion: String, for prompt: String) -> Int {
    let score = Rubric.score(completion, for: prompt)
    let wordCount = completion.split(whereSeparator: \.isWhitespace).count
    let opinion =
      (1 - helpfulnessBias) * score.total + helpfulnessBias * score.helpful
      + pointsPerWord * Double(min(wordCount, Rubric.maximumWordCount))
    return Int((opinion / Self.judgementStep).rounded())
  }
}
