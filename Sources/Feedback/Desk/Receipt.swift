/// That a judgement is kept, and what becomes of it.
public struct Receipt: Sendable, Equatable {
  /// What becomes of a judgement.
  public enum Standing: String, Sendable, Codable, CaseIterable {
    /// It counts.
    case counted
    /// It came too late: others have the places. It is kept and does not count.
    case surplus
    /// The form was sent before; the first judgement stands.
    case repeated
    /// It takes the place of an earlier one.
    case revised
    /// The task was passed over, and is open to others.
    case skipped
  }

  /// The judgement as it is kept.
  public var judgement: Judgement
  /// When it was kept.
  public var savedAt: Timestamp
  /// What becomes of it.
  public var standing: Standing

  /// Creates a receipt.
  public init(judgement: Judgement, savedAt: Timestamp, standing: Standing) {
    self.judgement = judgement
    self.savedAt = savedAt
    self.standing = standing
  }
}
