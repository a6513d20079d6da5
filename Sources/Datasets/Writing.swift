public import Foundation

/// Writes demonstrations as JSON lines, with gzip if the name ends in `.gz`; all or nothing.
///
/// - Throws: `DatasetError`, also for a row that would not read back as it is.
public func writeJSONLines(_ rows: [Demonstration], to file: URL) throws {
  try writeRows(rows, to: file) { try $0.members() }
}

/// Writes comparisons as JSON lines, with gzip if the name ends in `.gz`; all or nothing.
///
/// - Throws: `DatasetError`, also for a row that would not read back as it is.
public func writeJSONLines(_ rows: [Comparison], to file: URL) throws {
  try writeRows(rows, to: file) { try $0.members() }
}

/// Writes rankings as JSON lines, with gzip if the name ends in `.gz`; all or nothing.
///
/// - Throws: `DatasetError`, also for a row that would not read back as it is.
public func writeJSONLines(_ rows: [Ranking], to file: URL) throws {
  try writeRows(rows, to: file) { try $0.members() }
}

/// Writes prompts as JSON lines, with gzip if the name ends in `.gz`; all or nothing.
///
/// - Throws: `DatasetError`, also for a row that would not read back as it is.
public func writeJSONLines(_ rows: [Prompt], to file: URL) throws {
  try writeRows(rows, to: file) { row in
    try row.check()
    return [JSONMember(name: "prompt", value: json(row.content))] + (try columns(of: row))
  }
}

private func writeRows<Row>(
  _ rows: [Row], to file: URL, _ members: (Row) throws -> [JSONMember]
) throws {
  let path = file.relativePath
  var lines: [UInt8] = []
  for (index, row) in rows.enumerated() {
    do {
      lines += JSONValue.object(try members(row)).compactText.utf8
      lines.append(UInt8(ascii: "\n"))
    } catch let problem as RowProblem {
      throw DatasetError.unwritableRow(
        file: path, number: index + 1, column: problem.column, reason: problem.reason)
    }
  }
  do {
    let isCompressed = file.pathExtension.lowercased() == "gz"
    try Data(isCompressed ? gzipped(lines) : lines).write(to: file, options: .atomic)
  } catch {
    let reason = (error as? GzipProblem)?.reason ?? error.localizedDescription
    throw DatasetError.unwritable(file: path, reason: reason)
  }
}

private func columns(of row: Prompt) throws -> [JSONMember] {
  try row.columns.sorted { $0.key < $1.key }.map { name, text in
    if ["prompt", "completion", "completions", "chosen", "rejected"].contains(name) {
      throw RowProblem(column: name, reason: "the name is taken for something else when read")
    }
    guard let value = try? JSONParser.value(of: text) else {
      throw RowProblem(column: name, reason: "its text is not JSON")
    }
    return JSONMember(name: name, value: value)
  }
}
