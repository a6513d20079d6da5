/// What the detectors look at, whatever the algorithm calls it.
enum Signal: CaseIterable {
  case reward, rewardDeviation, disagreement
  case kl, tokenKL
  case length, truncation, lengthSlope, lengthCorrelation
  case entropy, distinct, repetition, template, refusals, empty
  case ratio, firstRatioError, change, clipping, explainedVariance
  case gradientNorm, learningRate, equalGroups

  /// The metric's names: PPO's first, then those of GRPO and RLOO.
  var names: [String] {
    switch self {
    case .reward: ["objective/scores", "reward"]
    case .rewardDeviation: ["reward_std", "reward/deviation"]
    case .disagreement: ["reward/disagreement", "ensemble/disagreement"]
    case .kl: ["objective/kl"]
    case .tokenKL: ["kl"]
    case .length: ["completions/mean_length"]
    case .truncation: ["completions/clipped_ratio"]
    case .lengthSlope: ["reward/length_slope"]
    case .lengthCorrelation: ["reward/length_correlation"]
    case .entropy: ["policy/entropy_avg", "entropy"]
    case .distinct: ["text/distinct_2"]
    case .repetition: ["text/repetition"]
    case .template: ["text/template"]
    case .refusals: ["text/refusals"]
    case .empty: ["text/empty"]
    case .ratio: ["val/ratio", "ratio"]
    case .firstRatioError: ["policy/first_ratio_error"]
    case .change: ["policy/approxkl_avg"]
    case .clipping: ["policy/clipfrac_avg", "clip_ratio/region_mean"]
    case .explainedVariance: ["val/explained_variance"]
    case .gradientNorm: ["grad_norm"]
    case .learningRate: ["lr", "learning_rate"]
    case .equalGroups: ["frac_reward_zero_std"]
    }
  }
}
