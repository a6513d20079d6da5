public import Statistics

/// A number that was found in a store, with what it means; or why there is none.
public struct Finding: Sendable, Codable, Equatable, Identifiable {
  /// How a number is shown.
  public enum Scale: String, Sendable, Codable, CaseIterable {
    /// A share, in `0...1`, shown in percent.
    case share
    /// A coefficient, at most 1; 0 is chance.
    case coefficient
    /// A number that may be anything.
    case number
    /// A probability of what was seen or more, if nothing were wrong.
    case pValue
    /// Seconds.
    case seconds
    /// How many there are.
    case count
  }

  /// What came out.
  public enum Outcome: Sendable, Codable, Equatable {
    /// A number.
    case found(Reading)
    /// None, and what it would need: `needs at least two labelers on one task`.
    case missing(String)
  }

  /// A name that programs can rely on, such as `agreement.pairs.alpha`.
  public let id: String
  /// What it is, for people.
  public let title: String
  /// What came out.
  public let outcome: Outcome
  /// How the number is shown.
  public let scale: Scale
  /// From how many things it was found, with their name: `38 pairs`.
  public let sample: String
  /// What it means, in a sentence.
  public let explanation: String
  /// What to look at, in a sentence, where the number is bad news.
  public let alarm: String?

  init(
    _ id: String, _ title: String, _ scale: Scale, _ outcome: Outcome, from sample: String,
    _ explanation: String, alarm: String? = nil
  ) {
    self.id = id
    self.title = title
    self.outcome = outcome
    self.scale = scale
    self.sample = sample
    self.explanation = explanation
    self.alarm = alarm
  }

  /// The number; nothing where there is none.
  public var reading: Reading? {
    if case .found(let reading) = outcome { reading } else { nil }
  }
}

extension Finding.Outcome {
  /// Creates an outcome from an estimate, or says what it would need.
  init(_ estimate: Estimate?, orNeeds need: String) {
    self = estimate.flatMap { Reading($0) }.map(Self.found) ?? .missing(need)
  }

  /// Creates an outcome from a coefficient, or says what it would need.
  init(_ coefficient: Coefficient, orNeeds need: String) {
    switch coefficient {
    case .defined(let estimate): self.init(estimate, orNeeds: need)
    case .undefined(.nothingShared): self = .missing(need)
    case .undefined(.oneValue):
      self = .missing("undefined: only one value was used, so chance would agree as well")
    }
  }

  /// Creates an outcome from a number that has no interval, or says what it would need.
  init(_ value: Double?, orNeeds need: String) {
    self = value.flatMap { $0.isFinite ? .found(Reading($0)) : nil } ?? .missing(need)
  }
}

/// A number with its interval, as far as it has one.
public struct Reading: Sendable, Codable, Equatable {
  /// The number; finite.
  public let value: Double
  /// The lower end of the 95 % interval.
  public let lower: Double?
  /// The upper end of the 95 % interval.
  public let upper: Double?

  /// Creates a number without an interval.
  public init(_ value: Double) {
    self.value = value
    lower = nil
    upper = nil
  }

  /// Creates a number from an estimate; nothing where there was nothing to estimate from.
  public init?(_ estimate: Estimate) {
    guard estimate.value.isFinite else { return nil }
    value = estimate.value
    let hasInterval = estimate.lower.isFinite && estimate.upper.isFinite
    lower = hasInterval ? estimate.lower : nil
    upper = hasInterval ? estimate.upper : nil
  }
}
