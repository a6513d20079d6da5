public import Statistics

/// How often a reward model can be right by labels of people who do not always agree.
///
/// Whoever knew the better answer of every pair would still be called wrong wherever a labeler
/// errs. From how often two labelers agree follows how often one is right, and so how high the
/// accuracy against one labeler's labels can be; a higher one has another reason, most often that the
/// model has seen the rows.
public struct AgreementCeiling: Sendable, Equatable {
  /// How often labelers agree on pairs that several judged.
  public let agreement: PairAgreement
  /// The highest accuracy that labels of such labelers allow, `accuracy(fromAgreement:)`; nil where
  /// they agree less than chance has it, or never judged the same pair.
  public let accuracy: Estimate?

  /// Finds the ceiling.
  ///
  /// - Parameter votes: Who said what of which pair; pairs that one labeler judged say nothing.
  /// - Returns: Nil where no two labelers ordered the same pair.
  public init?(_ votes: [PairVote], resampling: Resampling = Resampling()) {
    agreement = pairAgreement(among: votes, resampling: resampling)
    guard agreement.strictCount > 0 else { return nil }
    accuracy = Statistics.accuracy(fromAgreement: agreement.strict)
  }

  /// Whether an accuracy is above the ceiling beyond doubt: their intervals do not meet.
  public func isExceeded(by found: Estimate) -> Bool {
    accuracy.map { found.lower > $0.upper } ?? false
  }

  /// The accuracy above which data such as HH-RLHF's is probably known to the model.
  ///
  /// A rule of thumb for data without several labelers: the best public models of 2023 came to about
  /// 75 % there, and labelers of such data agree in 63 to 73 % of pairs (`HumanCeilings`).
  public static let suspiciousAccuracy = 0.75
}
