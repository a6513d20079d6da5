public import Foundation

/// Writes demonstrations as JSON lines, with gzip if the name ends in `.gz`; all or nothing.
///
/// - Throws: `DatasetError`, also for a row that would not read back as it is.
public func writeJSONLines(_ rows: [Demonstration], to file: URL) throws {
  try writeRows(rows, to: file) { row in
    try row.check()
    try checkRepetition(of: row.prompt, in: [row.completion], column: "completion")
    return [
      JSONMember(name: "prompt", value: json(row.prompt)),
      JSONMember(name: "completion", value: json(row.completion)),
    ]
  }
}

/// Writes comparisons as JSON lines, with gzip if the name ends in `.gz`; all or nothing.
///
/// - Throws: `DatasetError`, also for a row that would not read back as it is.
public func writeJSONLines(_ rows: [Comparison], to file: URL) throws {
  try writeRows(rows, to: file) { row in
    try row.check()
    try checkRepetition(of: row.prompt, in: [row.chosen, row.rejected], column: "chosen")
    return [
      JSONMember(name: "prompt", value: json(row.prompt)),
      JSONMember(name: "chosen", value: json(row.chosen)),
      JSONMember(name: "rejected", value: json(row.rejected)),
    ] + judgement(row.margin, row.labeler)
  }
}

/// Writes rankings as JSON lines, with gzip if the name ends in `.gz`; all or nothing.
///
/// - Throws: `DatasetError`, also for a row that would not read back as it is.
public func writeJSONLines(_ rows: [Ranking], to file: URL) throws {
  try writeRows(rows, to: file) { row in
    try row.check()
    try checkRepetition(of: row.prompt, in: row.completions, column: "completions")
    return [
      JSONMember(name: "prompt", value: json(row.prompt)),
      JSONMember(name: "completions", value: .array(row.completions.map(json))),
      JSONMember(name: "ranks", value: .array(row.ranks.map { .number(String($0)) })),
    ] + judgement(row.margin, row.labeler)
  }
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

private func json(_ content: Content) -> JSONValue {
  switch content {
  case .text(let text): .string(text)
  case .messages(let messages):
    .array(
      messages.map { message in
        .object([
          JSONMember(name: "role", value: .string(message.role)),
          JSONMember(name: "content", value: .string(message.content)),
        ])
      })
  }
}

private func judgement(_ margin: Double?, _ labeler: String?) -> [JSONMember] {
  var members: [JSONMember] = []
  if let margin { members.append(JSONMember(name: "margin", value: .number("\(margin)"))) }
  if let labeler { members.append(JSONMember(name: "labeler", value: .string(labeler))) }
  return members
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

/// Checks that no completion begins with the prompt's turns, which reading would take out.
private func checkRepetition(
  of prompt: Content, in completions: [Content], column: String
) throws {
  guard case .messages(let turns) = prompt, !turns.isEmpty else { return }
  for case .messages(let completion) in completions
  where completion.count > turns.count && completion.starts(with: turns) {
    throw RowProblem(column: column, reason: "a completion begins with the prompt's turns")
  }
}
