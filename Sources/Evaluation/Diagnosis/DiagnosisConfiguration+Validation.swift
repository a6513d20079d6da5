import Runs

extension DiagnosisConfiguration {
  /// Refuses values that make no sense.
  ///
  /// - Throws: `ConfigurationError` that names the key, its value and what is allowed.
  public func validate() throws {
    try require(window > 0, "window", "\(window)", "at least 1")
    try require(
      explainedFall <= fall, "explained_fall", "\(explainedFall)", "at most fall, \(fall)")
    for (name, value) in positives {
      try require(value > 0 && value.isFinite, name, "\(value)", "more than 0")
    }
    for (name, value) in shares {
      try require((0...1).contains(value), name, "\(value)", "in 0...1")
    }
    for (name, value) in factors {
      try require(value > 1 && value.isFinite, name, "\(value)", "more than 1")
    }
  }

  private var positives: [(String, Double)] {
    [
      ("fall", fall), ("explained_fall", explainedFall), ("lookahead_errors", lookaheadErrors),
      ("length_share", lengthShare), ("blind_length_share", blindLengthShare),
      ("blind_entropy", blindEntropy), ("kl_limit", klLimit), ("token_kl_limit", tokenKLLimit),
      ("negative_kl_limit", negativeKLLimit), ("reward_rise", rewardRise),
      ("first_ratio_error", firstRatioError), ("ratio_error", ratioError),
      ("gradient_norm", gradientNorm),
    ]
  }

  private var shares: [(String, Double)] {
    [
      ("least_lookahead", leastLookahead), ("lookahead_share", lookaheadShare),
      ("blind_length_correlation", blindLengthCorrelation), ("template_rise", templateRise),
      ("blind_template", blindTemplate), ("repetition_rise", repetitionRise),
      ("blind_repetition", blindRepetition), ("entropy_share", entropyShare),
      ("distinct_share", distinctShare), ("equal_groups", equalGroups),
    ]
  }

  private var factors: [(String, Double)] {
    [
      ("kl_growth", klGrowth), ("length_growth", lengthGrowth),
      ("blind_length_growth", blindLengthGrowth),
      ("disagreement_growth", disagreementGrowth),
    ]
  }

  private func require(
    _ holds: Bool, _ name: String, _ value: String, _ allowed: String
  ) throws {
    guard holds else {
      throw ConfigurationError("diagnosis.\(name) is \(value) and must be \(allowed)")
    }
  }
}
