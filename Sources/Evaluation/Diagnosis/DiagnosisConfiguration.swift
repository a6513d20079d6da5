public import Runs

/// When a run is suspected, and what is done then.
///
/// Where a gold judge scores the run, causes are named only while its score falls, and few numbers
/// suffice; without one, they must be extreme. Where each default comes from: docs/diagnosis.md.
public struct DiagnosisConfiguration: ValidatedConfiguration, Equatable {
  /// What is done at each verdict.
  public var actions = VerdictActions()
  /// Steps that make up “now”, and as many at the beginning “the start”; at least 1.
  public var window = 5

  /// From how many standard errors on a fall of the gold score is one, whatever the reason; luck in
  /// the best of several rounds is taken off first.
  public var fall = 2.5
  /// From how many on, where the metrics show a reason.
  public var explainedFall = 2.0
  /// Below which lookahead, with its standard error added, a reward has little left to teach: what
  /// choosing by it gains, as a share of what the gold judge's own choice would gain.
  public var leastLookahead = 0.35
  /// To which share of its first round's the lookahead must have fallen for that.
  public var lookaheadShare = 0.67
  /// By which factor the KL must have grown since the gold round before for that.
  public var klGrowth = 1.2
  /// How many standard errors below zero a lookahead is that of a reward of the wrong sign.
  public var lookaheadErrors = 3.0

  /// From which share of the reward's gain explained by length on length is the cause.
  public var lengthShare = 0.5
  /// By which factor completions must have grown for that.
  public var lengthGrowth = 1.25
  /// The share that length must explain without a gold judge.
  public var blindLengthShare = 0.8
  /// The factor by which completions must have grown without a gold judge.
  public var blindLengthGrowth = 2.0
  /// The correlation of reward and length in a rollout that is needed without a gold judge.
  public var blindLengthCorrelation = 0.8

  /// By how much the likeness of distant completions must have risen.
  public var templateRise = 0.1
  /// From which likeness on, without a gold judge.
  public var blindTemplate = 0.7
  /// By how much the share of repeated word triples must have risen.
  public var repetitionRise = 0.1
  /// From which share on, without a gold judge.
  public var blindRepetition = 0.3

  /// To which share of its start the entropy must have fallen.
  public var entropyShare = 0.3
  /// Below which entropy, in nats per token, without a gold judge.
  public var blindEntropy = 0.01
  /// To which share of its start distinct-2 must have fallen.
  public var distinctShare = 0.6

  /// The KL to the reference, in nats per completion, that is too far.
  public var klLimit = 20.0
  /// The same in nats per token.
  public var tokenKLLimit = 2.0
  /// How far, in nats per completion, the KL may be below zero.
  public var negativeKLLimit = 0.5

  /// By which factor the members of a reward ensemble must disagree more than at the start.
  public var disagreementGrowth = 2.0
  /// How many standard deviations of the first scores the reward must have risen.
  public var rewardRise = 3.0

  /// How far the ratio may be from 1 in the mean over the tokens of a rollout's first update.
  public var firstRatioError = 0.01
  /// How far the mean ratio may be from 1 over all updates.
  public var ratioError = 0.1

  /// From which share of groups without a difference on nothing is learned.
  public var equalGroups = 0.95
  /// Below which norm a gradient is none.
  public var gradientNorm = 1e-7

  /// The defaults.
  public init() {}
}
