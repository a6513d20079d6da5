/// What is done at each verdict.
public struct VerdictActions: Codable, Sendable, Equatable {
  /// At reward won by length.
  public var lengthHacking = AlarmAction.warn
  /// At completions that are all alike.
  public var templateCollapse = AlarmAction.warn
  /// At a policy without choice.
  public var modeCollapse = AlarmAction.warn
  /// At a policy far from the reference.
  public var klBlowUp = AlarmAction.warn
  /// At a reward model that does not know such texts.
  public var outOfDistribution = AlarmAction.warn
  /// At a sampler that is another policy.
  public var samplerMismatch = AlarmAction.warn
  /// At a run that learns nothing.
  public var deadGradient = AlarmAction.warn
  /// At a gold score that falls while the reward rises.
  public var overoptimization = AlarmAction.warn

  /// Warns of all; nothing stops a run unasked.
  public init() {}

  /// The same action for all verdicts.
  public init(all action: AlarmAction) {
    lengthHacking = action
    templateCollapse = action
    modeCollapse = action
    klBlowUp = action
    outOfDistribution = action
    samplerMismatch = action
    deadGradient = action
    overoptimization = action
  }

  /// The action at a verdict; nothing is done about a healthy run.
  public subscript(verdict: Verdict) -> AlarmAction {
    switch verdict {
    case .healthy: .log
    case .lengthHacking: lengthHacking
    case .templateCollapse: templateCollapse
    case .modeCollapse: modeCollapse
    case .klBlowUp: klBlowUp
    case .outOfDistribution: outOfDistribution
    case .samplerMismatch: samplerMismatch
    case .deadGradient: deadGradient
    case .overoptimization: overoptimization
    }
  }
}
