import Foundation

/// Refuses a file that is not a store by its first bytes, without opening it as a database.
///
/// The header's mark is always there: a store gets its name only when it is whole.
///
/// - Throws: `FeedbackError.corrupt`, `.foreign`, `.tooNew` or `.unreadable`.
func checkHeader(of file: URL) throws {
  let header: Data
  do {
    let handle = try FileHandle(forReadingFrom: file)
    defer { try? handle.close() }
    header = try handle.read(upToCount: 100) ?? Data()
  } catch {
    throw FeedbackError.unreadable(file: file.path, reason: "the file cannot be opened")
  }
  guard !header.isEmpty else {
    throw FeedbackError.corrupt(file: file.path, reason: "it is empty")
  }
  guard header.starts(with: Array("SQLite format 3\0".utf8)) else {
    throw FeedbackError.foreign(file: file.path, reason: "it does not begin as an SQLite file")
  }
  guard header.count == 100 else {
    throw FeedbackError.corrupt(file: file.path, reason: "it ends within its first page")
  }
  guard bigEndian(header, at: 68) == UInt32(bitPattern: StoreSchema.applicationID) else {
    throw FeedbackError.foreign(file: file.path, reason: "another program's database")
  }
}

private func bigEndian(_ bytes: Data, at offset: Int) -> UInt32 {
  bytes[(bytes.startIndex + offset)...].prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
}
