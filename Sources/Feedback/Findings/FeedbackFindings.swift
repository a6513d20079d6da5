public import Statistics

/// All that a store tells about its own data: what the dashboard and `rlhf label stats` show.
public struct FeedbackFindings: Sendable, Codable, Equatable {
  /// The project's name.
  public let projectName: String
  /// The last event that the findings know.
  public let lastEventID: Identifier<Event>
  /// The findings by topic, in the order in which they are shown.
  public let topics: [FindingTopic]
  /// What was done on each day on which something was, the earliest first.
  public let days: [DayFindings]
  /// The models of the completions, the best first; empty where there is too little to compare.
  public let models: [ModelFindings]
  /// Everybody who judged something, by number.
  public let labelers: [LabelerFindings]
  /// Pairs of completions that several labelers compared, the least certain first; at most 100.
  public let contestedPairs: [ContestedPair]
  /// How often people agree elsewhere.
  public let ceilings: [PublishedAgreement]

  /// Returns a finding by its name.
  public subscript(_ id: String) -> Finding? {
    topics.lazy.flatMap(\.findings).first { $0.id == id }
  }

  /// All findings that are bad news, in the order of the topics.
  public var alarms: [Finding] { topics.flatMap(\.findings).filter { $0.alarm != nil } }
}

/// Findings about one thing.
public struct FindingTopic: Sendable, Codable, Equatable, Identifiable {
  /// A name that programs can rely on: `progress`, `exclusions`, `agreement`, `models`, `position`,
  /// `length`, `time`, `gold`, `labelers`, `consistency`.
  public let id: String
  /// What it is about, for people.
  public let title: String
  /// What one learns from it, in a sentence.
  public let explanation: String
  /// What was found.
  public let findings: [Finding]
  /// What else there is to say, in sentences: what a number supposes, or what is not connected.
  public let notes: [String]
}
