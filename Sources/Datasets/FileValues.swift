import Foundation

/// Calls `body` with each JSON value of the file and its line.
///
/// The file holds a value on each line; one that is named `.json` may be one array instead.
func forEachValue(
  of file: URL, _ body: (RowSource, Result<JSONValue, JSONProblem>) throws -> Void
) throws {
  let name = file.lastPathComponent.lowercased()
  if name.hasSuffix(".json") || name.hasSuffix(".json.gz") {
    var bytes: [UInt8] = []
    try forEachPiece(of: file) { bytes += $0 }
    bytes.removeFirst(byteOrderMarkCount(in: bytes))
    if bytes.first(where: { !isSpace($0) }) == UInt8(ascii: "[") {
      return try forEachElement(of: bytes, in: file, body)
    }
  }
  try forEachLine(of: file) { line, number in
    let source = RowSource(file: file.relativePath, line: number)
    try body(source, parsed(line))
  }
}

private func parsed(_ line: [UInt8]) -> Result<JSONValue, JSONProblem> {
  do {
    return .success(try JSONParser.value(of: line))
  } catch let problem as JSONProblem {
    return .failure(problem)
  } catch {
    return .failure(JSONProblem(byte: 1, reason: "\(error)"))
  }
}

/// Calls `body` with each line that is not blank, and its number.
private func forEachLine(of file: URL, _ body: ([UInt8], Int) throws -> Void) throws {
  var line: [UInt8] = []
  var number = 0
  func endLine() throws {
    number += 1
    if number == 1 { line.removeFirst(byteOrderMarkCount(in: line)) }
    if !line.allSatisfy(isSpace) { try body(line, number) }
    line.removeAll(keepingCapacity: true)
  }
  try forEachPiece(of: file) { piece in
    var rest = piece
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      line += rest[..<end]
      try endLine()
      rest = rest[(end + 1)...]
    }
    line += rest
  }
  try endLine()
}

/// Calls `body` with each element of the array that `bytes` hold.
private func forEachElement(
  of bytes: [UInt8], in file: URL,
  _ body: (RowSource, Result<JSONValue, JSONProblem>) throws -> Void
) throws {
  var parser = JSONParser(bytes)
  var line = 1
  var counted = 0
  func source() -> RowSource {
    line += bytes[counted..<parser.position].count { $0 == UInt8(ascii: "\n") }
    counted = parser.position
    return RowSource(file: file.relativePath, line: line)
  }
  do {
    parser.skipSpace()
    _ = parser.skip("[")
    parser.skipSpace()
    if !parser.skip("]") {
      repeat {
        parser.skipSpace()
        let start = source()
        try body(start, .success(try parser.value()))
        parser.skipSpace()
      } while parser.skip(",")
      guard parser.skip("]") else { throw parser.problem("a comma or a closing bracket is due") }
    }
    parser.skipSpace()
    guard parser.next == nil else { throw parser.problem("there is more after the array's end") }
  } catch let problem as JSONProblem {
    // What follows cannot be told apart any more, so this row cannot be skipped.
    throw DatasetError.badRow(
      BadRow(
        source: source(), column: nil,
        reason: "malformed JSON at byte \(problem.byte) of the file: \(problem.reason)",
        advice: "correct the file"))
  }
}

private func byteOrderMarkCount(in bytes: [UInt8]) -> Int {
  bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
}

private func isSpace(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0x09 || byte == 0x0d || byte == 0x0a
}
