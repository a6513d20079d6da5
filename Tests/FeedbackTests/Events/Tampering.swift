import Foundation
import GRDB

@testable import Feedback

/// Changes a closed store as somebody would who has the file and knows SQL.
func tamper(_ folder: URL, _ sql: String) throws {
  let queue = try DatabaseQueue(path: FeedbackFolder(folder).database.path)
  try queue.writeWithoutTransaction { database in
    let triggers = try String.fetchAll(
      database, sql: "SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for trigger in triggers { try database.execute(sql: "DROP TRIGGER \"\(trigger)\"") }
    try database.execute(sql: "PRAGMA foreign_keys = OFF")
    try database.execute(sql: sql)
  }
  try queue.close()
}
