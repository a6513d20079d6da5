/// What can go wrong with a file of rows.
public enum DatasetError: Error, CustomStringConvertible, Sendable {
  /// The file cannot be opened or read.
  case unreadable(file: String, reason: String)
  /// The file's compressed data are truncated or corrupt.
  case damaged(file: String, reason: String)
  /// The file has no rows.
  case empty(file: String)
  /// A row cannot be used, and bad rows are refused.
  case badRow(BadRow)
  /// The file cannot be written.
  case unwritable(file: String, reason: String)
  /// A row, counted from 1, would not read back as it is.
  case unwritableRow(file: String, number: Int, column: String?, reason: String)

  /// One sentence that says what, where and what to do.
  public var description: String {
    switch self {
    case .unreadable(let file, let reason):
      "\(file): cannot be read: \(reason); check the path and its permissions."
    case .damaged(let file, let reason):
      "\(file): \(reason); fetch or write the file again."
    case .empty(let file):
      "\(file): holds no rows; check that it is the file you mean."
    case .badRow(let row):
      row.description
    case .unwritable(let file, let reason):
      "\(file): cannot be written: \(reason); check the folder, its permissions and free space."
    case .unwritableRow(let file, let number, let column, let reason):
      "\(file): row \(number)\(column.map { ", column '\($0)'" } ?? "") cannot be written: "
        + "\(reason); leave it out or correct it."
    }
  }
}
