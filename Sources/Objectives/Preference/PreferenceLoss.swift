public import Torch

/// The objectives that learn from pairs directly, under TRL's names.
///
/// Those of the margin differ in what they ask of z = β·Δ; those of the rewards also say where each
/// completion should go; AOT compares whole batches; ORPO compares odds.
public enum PreferenceLoss: String, Codable, Sendable, CaseIterable {
  /// DPO, and cDPO with a flip probability; CPO without a reference.
  case sigmoid
  /// DPO over means of tokens; SimPO without a reference and with a target margin.
  case sigmoidNormalized = "sigmoid_norm"
  /// SLiC.
  case hinge
  /// IPO.
  case ipo
  /// Robust DPO.
  case robust
  /// EXO.
  case exact = "exo_pair"
  /// DiscoPOP.
  case discovered = "discopop"
  /// NCA.
  case noiseContrastive = "nca_pair"
  /// BCO.
  case binaryClassifier = "bco_pair"
  /// SPPO.
  case selfPlay = "sppo_hard"
  /// APO-zero.
  case anchoredUp = "apo_zero"
  /// APO-down.
  case anchoredDown = "apo_down"
  /// AOT: the margins of the policy above those of the reference.
  case transport = "aot"
  /// AOT of the chosen above the rejected, whichever belong together.
  case unpairedTransport = "aot_unpaired"
  /// ORPO's preference term; it knows no reference.
  case oddsRatio = "odds_ratio"

  /// Whether its margin can be that of another divergence than reverse KL.
  public var takesDivergence: Bool {
    switch self {
    case .sigmoid, .sigmoidNormalized, .hinge, .ipo, .robust, .exact, .discovered: true
    default: false
    }
  }

  /// Whether it reckons with wrong labels.
  public var takesFlipProbability: Bool {
    switch self {
    case .sigmoid, .sigmoidNormalized, .robust, .exact, .transport, .unpairedTransport: true
    default: false
    }
  }

  /// Whether it can ask for a margin.
  public var takesTargetMargin: Bool {
    self == .sigmoid || self == .sigmoidNormalized || self == .hinge
  }

  /// Whether a pair's loss depends on the other pairs of its batch.
  public var comparesBatches: Bool { self == .transport || self == .unpairedTransport }
}

/// What the objectives of direct preference are told.
public struct PreferenceLossSettings: Sendable, Equatable {
  /// β, the strength of the pull to the reference; positive.
  public var beta: Double
  /// ε, the share of labels taken to be wrong; in `0..<0.5`.
  public var flipProbability: Double
  /// γ, by how much z should lead; at least 0.
  public var targetMargin: Double
  /// What holds the policy to the reference.
  public var divergence: Divergence
  /// α of the α-divergence.
  public var divergenceAlpha: Double
  /// τ of DiscoPOP.
  public var discoveredTemperature: Double

  /// Those of plain DPO, unless said otherwise.
  public init(
    beta: Double = 0.1, flipProbability: Double = 0, targetMargin: Double = 0,
    divergence: Divergence = .reverseKL, divergenceAlpha: Double = 0.5,
    discoveredTemperature: Double = 0.05
  ) {
    self.beta = beta
    self.flipProbability = flipProbability
    self.targetMargin = targetMargin
    self.divergence = divergence
    self.divergenceAlpha = divergenceAlpha
    self.discoveredTemperature = discoveredTemperature
  }
}

extension PreferenceLoss {
  /// Returns the loss of each pair.
  ///
  /// - Returns: In nats where it is a logarithm. `[pairs]`
  public func losses(of pairs: PreferencePairs, _ settings: PreferenceLossSettings) -> Tensor {
    let (beta, flip) = (settings.beta, settings.flipProbability)
    precondition(beta > 0, "beta is positive: \(beta)")
    let (chosen, rejected) = (pairs.chosenLogRatios, pairs.rejectedLogRatios)
    switch self {
    case .sigmoid: return logisticLoss(ofMargins: pairs.margins(settings), flipProbability: flip)
    case .sigmoidNormalized:
      return logisticLoss(
        ofMargins: beta * pairs.differencesPerToken(settings) - settings.targetMargin,
        flipProbability: flip)
    case .hinge: return hingeLoss(ofMargins: pairs.margins(settings))
    case .ipo:
      return squaredPreferenceLoss(ofDifferences: pairs.differencesPerToken(settings), beta: beta)
    case .robust: return robustLoss(ofMargins: pairs.margins(settings), flipProbability: flip)
    case .exact:
      return exactPreferenceLoss(ofMargins: pairs.margins(settings), flipProbability: flip)
    case .discovered:
      return discoveredPreferenceLoss(
        ofMargins: pairs.margins(settings), temperature: settings.discoveredTemperature)
    case .noiseContrastive:
      return noiseContrastiveLoss(chosenRewards: beta * chosen, rejectedRewards: beta * rejected)
    case .binaryClassifier:
      return binaryClassifierLoss(chosenRewards: beta * chosen, rejectedRewards: beta * rejected)
    case .selfPlay:
      return selfPlayLoss(chosenLogRatios: chosen, rejectedLogRatios: rejected, beta: beta)
    case .anchoredUp:
      return anchoredUpLoss(chosenRewards: beta * chosen, rejectedRewards: beta * rejected)
    case .anchoredDown:
      return anchoredDownLoss(chosenRewards: beta * chosen, rejectedRewards: beta * rejected)
    case .transport:
      return logisticLoss(ofMargins: beta * pairs.sortedGains, flipProbability: flip)
    case .unpairedTransport:
      return logisticLoss(
        ofMargins: beta * sortedDifferences(chosen, rejected), flipProbability: flip)
    case .oddsRatio:
      return -beta
        * logOddsRatio(
          chosen: pairs.policy.chosen.inFullPrecision / pairs.chosenLengths,
          rejected: pairs.policy.rejected.inFullPrecision / pairs.rejectedLengths
        ).logSigmoid()
    }
  }
}

extension PreferencePairs {
  private func scores(_ settings: PreferenceLossSettings) -> (chosen: Tensor, rejected: Tensor) {
    let divergence = settings.divergence
    return (
      divergence.scores(ofLogRatios: chosenLogRatios, alpha: settings.divergenceAlpha),
      divergence.scores(ofLogRatios: rejectedLogRatios, alpha: settings.divergenceAlpha)
    )
  }

  /// z = β·Δ − γ. `[pairs]`
  fileprivate func margins(_ settings: PreferenceLossSettings) -> Tensor {
    let scores = scores(settings)
    let margins = settings.beta * (scores.chosen - scores.rejected)
    return settings.targetMargin == 0 ? margins : margins - settings.targetMargin
  }

  /// The difference of scores that are divided by the completions' lengths. `[pairs]`
  fileprivate func differencesPerToken(_ settings: PreferenceLossSettings) -> Tensor {
    let scores = scores(settings)
    return scores.chosen / chosenLengths - scores.rejected / rejectedLengths
  }

  /// The sorted margins of the policy less those of the reference. `[pairs]`
  fileprivate var sortedGains: Tensor {
    let gains = policy.chosen.inFullPrecision - policy.rejected.inFullPrecision
    guard let reference else { return gains.sorted().values }
    let initial = reference.chosen.inFullPrecision - reference.rejected.inFullPrecision
    return sortedDifferences(gains, initial.detached())
  }
}
