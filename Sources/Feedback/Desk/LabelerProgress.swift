/// How much a labeler has done.
public struct LabelerProgress: Sendable, Equatable {
  /// Tasks judged since midnight in UTC.
  public var todayCount: Int
  /// Tasks judged in all, whether or not they came in time.
  public var totalCount: Int
  /// Tasks passed over.
  public var skippedCount: Int
  /// Judgements that came when others had the places.
  public var surplusCount: Int
  /// Tasks that the labeler has now.
  public var lentCount: Int

  /// Creates a count of work.
  public init(
    todayCount: Int = 0, totalCount: Int = 0, skippedCount: Int = 0, surplusCount: Int = 0,
    lentCount: Int = 0
  ) {
    self.todayCount = todayCount
    self.totalCount = totalCount
    self.skippedCount = skippedCount
    self.surplusCount = surplusCount
    self.lentCount = lentCount
  }
}
