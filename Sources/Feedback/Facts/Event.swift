/// Something that was done, chained to all that was done before.
///
/// The hash covers the event and the hash of the one before it, so that no event can be changed,
/// taken out or slipped in without all later hashes changing.
public struct Event: StoredFact {
  /// The table's name.
  public static let tableName = "event"

  /// The event's number; consecutive from 1.
  public var id: Identifier<Event>
  /// When it happened.
  public var at: Timestamp
  /// Who did it; nobody for the program.
  public var actorID: Identifier<Labeler>?
  /// What was done: `judgement.submitted`, `task.leased`, `labeler.invited`, ….
  public var kind: String
  /// The table of the thing that it was done to.
  public var targetTable: String
  /// The number of the thing that it was done to.
  public var targetNumber: Int64
  /// What else there is to say, as canonical JSON (sorted keys); for a judgement all of it.
  public var body: String
  /// The hash of the event before, in hexadecimal digits; 64 zeros for the first.
  public var previousHash: String
  /// SHA-256 over the fields above, in hexadecimal digits.
  public var hash: String
}
