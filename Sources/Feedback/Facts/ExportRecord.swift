/// That something was exported, so that a file can be traced back.
public struct ExportRecord: StoredFact {
  /// The table's name.
  public static let tableName = "export"

  /// The export's number.
  public var id: Identifier<ExportRecord>
  /// When it was written.
  public var at: Timestamp
  /// The format.
  public var format: String
  /// What was chosen, as canonical JSON.
  public var filter: String
  /// How many rows it has.
  public var rowCount: Int
  /// SHA-256 of the file, in hexadecimal digits.
  public var sha256: String
  /// The last event that it knows.
  public var lastEventID: Identifier<Event>
  /// The file's name.
  public var path: String

  /// Creates a record that is not yet in a store.
  public init(
    at: Timestamp, format: String, filter: String, rowCount: Int, sha256: String,
    lastEventID: Identifier<Event>, path: String
  ) {
    id = .unassigned
    self.at = at
    self.format = format
    self.filter = filter
    self.rowCount = rowCount
    self.sha256 = sha256
    self.lastEventID = lastEventID
    self.path = path
  }
}
