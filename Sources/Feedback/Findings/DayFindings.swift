/// What was done on one day, in UTC.
public struct DayFindings: Sendable, Codable, Equatable {
  /// The day: `2026-11-26`.
  public let day: String
  /// How many current judgements came in that day.
  public let judgementCount: Int
  /// How many of these are taken out by marks.
  public let excludedCount: Int
  /// How many of these were skipped.
  public let skippedCount: Int
  /// Whether far more were taken out or skipped than on the days before.
  public let isJump: Bool
}
