/// What length alone would have won: to be read beside every win rate.
///
/// On AlpacaEval's data, always taking the longer answer agrees with most people more often than a
/// weak judge does; a win rate that is no further from ½ than `winRate` here says little.
public struct LongerBaseline: Sendable, Codable, Equatable {
  /// How often the judge prefers the longer of two completions of different lengths; ties half.
  public let longerWins: Estimate
  /// The win rate that a judge would give who always takes the longer one; equal lengths tie.
  public let winRate: Estimate

  /// Measures the baseline; prompts are drawn anew.
  public init(_ outcomes: [SizedOutcome], resampling: Resampling = Resampling()) {
    let different = outcomes.filter { $0.length != $0.otherLength }
    longerWins = clusteredShare(
      of: different.map {
        $0.length > $0.otherLength ? $0.outcome.credit : 1 - $0.outcome.credit
      }, clusteredBy: different.map(\.prompt), resampling: resampling)
    winRate = clusteredShare(
      of: outcomes.map { Outcome(Double($0.length), against: Double($0.otherLength)).credit },
      clusteredBy: outcomes.map(\.prompt), resampling: resampling)
  }
}
