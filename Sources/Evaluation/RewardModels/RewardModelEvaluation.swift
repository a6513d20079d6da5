public import Statistics

/// How far a reward model's scores can be trusted, measured on judgements it did not learn from.
public struct RewardModelEvaluation: Sendable, Equatable {
  /// Accuracies of the parts that one question makes.
  public struct Slicing: Sendable, Equatable {
    /// What the parts differ in.
    public let title: String
    /// The parts.
    public let slices: [Slice]
  }

  /// Whether the model is right as often as it is sure, in bins of equal width.
  public let calibration: PreferenceCalibration
  /// The same in bins of equal numbers of pairs.
  public let calibrationByMass: PreferenceCalibration
  /// The temperature at which its probabilities fit the judgements best; nil where none is best.
  public let temperature: Estimate?
  /// How its rewards go with lengths, over all completions as often as they were judged.
  public let lengths: LengthCorrelation
  /// How often it is right, part by part; ties of the labelers are left out.
  public let slicings: [Slicing]

  /// Measures a reward model.
  ///
  /// - Parameters:
  ///   - rankings: What it was asked and what people said.
  ///   - binCount: How many bins there are.
  ///   - resampling: How intervals are found; prompts are drawn anew.
  public init(
    of rankings: [ScoredRanking], binCount: Int = 10,
    resampling: Resampling = Resampling(count: 200)
  ) {
    let pairs = rankings.flatMap(\.judgedPairs)
    calibration = PreferenceCalibration(
      of: pairs, binning: .equalWidth(binCount), resampling: resampling)
    calibrationByMass = PreferenceCalibration(
      of: pairs, binning: .equalMass(binCount), resampling: resampling)
    temperature = bestTemperature(for: pairs, resampling: resampling)
    lengths = LengthCorrelation(
      of: rankings.flatMap(\.rewards), with: rankings.flatMap(\.lengths),
      prompts: rankings.flatMap { ranking in ranking.rewards.map { _ in ranking.prompt } },
      resampling: resampling)
    slicings = PairSlicer(rankings, resampling).slicings
  }
}

extension ScoredRanking {
  /// The pairs with the better completion first.
  fileprivate var judgedPairs: [JudgedPair] {
    pairs.map {
      JudgedPair(
        margin: rewards[$0.better] - rewards[$0.worse], label: $0.probability, prompt: prompt)
    }
  }
}
