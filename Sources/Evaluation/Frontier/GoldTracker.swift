public import Runs

/// Which round of the gold judge was the best so far.
///
/// A run's reward is what it learns from, and rises while the model gets worse; the gold judge is
/// what the run never sees. The best round is that of the highest gold score; of equal ones the
/// earlier, which is nearer to where the run began. Fed the same rounds, it says the same, so a
/// resumed run feeds it what its metrics hold.
public struct GoldTracker: Sendable, Codable, Equatable {
  /// A round: completions of the held-out prompts, judged.
  public struct Round: Sendable, Codable, Equatable {
    /// The number of steps done.
    public let step: Int
    /// The mean score.
    public let score: Double
    /// The lower end of its interval; the score itself where there is none.
    public let lower: Double
    /// The upper end of its interval; the score itself where there is none.
    public let upper: Double

    /// Creates a round.
    public init(step: Int, score: Double, lower: Double, upper: Double) {
      self.step = step
      self.score = score
      self.lower = lower
      self.upper = upper
    }
  }

  /// How a round compares with those before.
  public struct Standing: Sendable, Codable, Equatable {
    /// Whether no round before was as good.
    public let isBest: Bool
    /// How many rounds the best lies back: 0 for itself.
    public let roundsSinceBest: Int
    /// How many rounds in a row, this one included, lie below the best by more than chance: the
    /// whole interval below the best's.
    ///
    /// The best of several rounds was lucky too, so its score alone would be too high a bar.
    public let significantFalls: Int
  }

  /// The best round; nil before any score was finite.
  public private(set) var best: Round?
  /// How the latest round compares; nil before the first.
  public private(set) var standing: Standing?

  /// Creates a tracker that saw no round.
  public init() {}

  /// Creates a tracker that saw the gold rounds among a run's rows, each step once, in order.
  public init(observing rows: [MetricsRow]) {
    var latest: [Int: MetricsRow] = [:]
    for row in rows where row.values["gold/score"] != nil { latest[row.step] = row }
    for (step, row) in latest.sorted(by: { $0.key < $1.key }) {
      guard let score = row.values["gold/score"] else { continue }
      observe(
        step: step, score: score, lower: row.values["gold/score_lower"] ?? score,
        upper: row.values["gold/score_upper"] ?? score)
    }
  }

  /// Takes in the next round.
  ///
  /// A score that is not finite is a round that brought nothing better.
  @discardableResult
  public mutating func observe(
    step: Int, score: Double, lower: Double, upper: Double
  ) -> Standing {
    let round = Round(
      step: step, score: score, lower: lower.isFinite ? lower : score,
      upper: upper.isFinite ? upper : score)
    let isBest = score.isFinite && best.map { score > $0.score } ?? true
    let falls = best.map { round.upper < $0.lower } == true
    let now = Standing(
      isBest: isBest, roundsSinceBest: isBest ? 0 : 1 + (standing?.roundsSinceBest ?? 0),
      significantFalls: falls ? 1 + (standing?.significantFalls ?? 0) : 0)
    if isBest { best = round }
    standing = now
    return now
  }
}

/// When a run stops because its gold score does not rise any more.
///
/// It stops after `patience` rounds without a better score, and sooner where two rounds in a row
/// lie below the best by more than chance; one such round may be a dip.
public struct EarlyStopping: Sendable, Codable, Equatable {
  /// Rounds of the gold judge without a better score before a run stops; 0 never stops.
  public let patience: Int

  /// Creates a rule.
  public init(patience: Int) {
    precondition(patience >= 0, "the patience is \(patience) rounds and must be at least 0")
    self.patience = patience
  }

  /// Returns why a run stops, as the end of a sentence; nil to go on.
  public func reason(for standing: GoldTracker.Standing) -> String? {
    guard patience > 0 else { return nil }
    if standing.significantFalls >= min(2, patience) {
      return "the gold score lay below its best by more than chance "
        + (standing.significantFalls == 1
          ? "in a round" : "\(standing.significantFalls) rounds in a row")
    }
    guard standing.roundsSinceBest >= patience else { return nil }
    return
      "\(standing.roundsSinceBest) gold round\(standing.roundsSinceBest == 1 ? "" : "s") brought no "
      + "better score"
  }
}
