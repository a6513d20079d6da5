import Foundation
import GRDB

extension FeedbackError {
  /// Returns what an error of the database means for people; other errors pass through.
  static func translating(_ error: any Error, file: URL) -> any Error {
    switch error {
    case let error as DatabaseError: translated(error, file.path)
    case is DecodingError:
      FeedbackError.corrupt(file: file.path, reason: "a row of it cannot be read: \(error)")
    default: error
    }
  }

  private static func translated(_ error: DatabaseError, _ file: String) -> FeedbackError {
    let message = error.message ?? "SQLite error \(error.resultCode.rawValue)"
    return switch error.resultCode {
    case .SQLITE_FULL: .diskFull(file: file)
    case .SQLITE_IOERR:
      hasRoom(file) ? .unwritable(file: file, reason: message) : .diskFull(file: file)
    case .SQLITE_CORRUPT: .corrupt(file: file, reason: message)
    case .SQLITE_NOTADB: .foreign(file: file, reason: message)
    case .SQLITE_BUSY, .SQLITE_LOCKED: .busy(file: file)
    case .SQLITE_READONLY: .unwritable(file: file, reason: message)
    case .SQLITE_CANTOPEN:
      hasRoom(file) ? .unreadable(file: file, reason: message) : .diskFull(file: file)
    case .SQLITE_CONSTRAINT: violated(error.extendedResultCode, message)
    default: .inconsistent(message)
    }
  }

  /// Returns the error for `UNIQUE constraint failed: judgement.assignmentID, judgement.revision`.
  private static func violated(_ code: ResultCode, _ message: String) -> FeedbackError {
    guard code == .SQLITE_CONSTRAINT_UNIQUE, let colon = message.range(of: ": ") else {
      return .inconsistent(message)
    }
    let names = message[colon.upperBound...].components(separatedBy: ", ").map {
      $0.components(separatedBy: ".")
    }
    return .duplicate(table: names[0][0], columns: names.compactMap(\.last))
  }

  /// Returns whether the disk has room for another page or two of a log.
  private static func hasRoom(_ file: String) -> Bool {
    var status = statvfs()
    guard statvfs(file, &status) == 0 else { return true }
    return UInt64(status.f_bavail) * UInt64(status.f_frsize) >= 1 << 16
  }
}
