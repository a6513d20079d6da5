import Foundation

/// A row as it stands in the file: columns, not yet taken for anything.
struct Record {
  let source: RowSource
  let members: [JSONMember]
  let names: ColumnNames

  init(_ value: JSONValue, source: RowSource, names: ColumnNames) throws {
    guard case .object(let members) = value else {
      throw RowProblem(reason: "the row is \(value.kind), not an object with named columns")
    }
    self.source = source
    self.members = members
    self.names = names
  }

  /// The value in a column, and nothing where there is none or it is null.
  subscript(_ name: String) -> JSONValue? {
    guard let value = members.first(where: { $0.name == name })?.value, value != .null else {
      return nil
    }
    return value
  }

  /// Returns whether the row has a value in the column.
  func has(_ name: String) -> Bool { self[name] != nil }

  /// Returns the value in a column that must be there.
  func value(in name: String) throws -> JSONValue {
    guard let value = self[name] else { throw missing([name]) }
    return value
  }

  /// Returns the elements of a column that must be there and be an array.
  func array(in name: String) throws -> [JSONValue] {
    let value = try value(in: name)
    guard case .array(let elements) = value else {
      throw RowProblem(column: name, reason: "it is \(value.kind), not an array")
    }
    return elements
  }

  /// Returns the number in a column that may be missing.
  func number(in name: String) throws -> Double? {
    guard let value = self[name] else { return nil }
    return try finiteNumber(value, column: name)
  }

  /// Returns the text in a column that may be missing; a number is taken for a name.
  func label(in name: String) throws -> String? {
    switch self[name] {
    case nil: return nil
    case .string(let text): return text
    case .number(let digits): return digits
    case .some(let value):
      throw RowProblem(column: name, reason: "it is \(value.kind), not a string")
    }
  }

  /// The collection that the row comes from; nothing where the column holds no text.
  ///
  /// Nothing is learned from it, so that a file which keeps something else there is read all the same.
  var origin: String? {
    switch self[names.origin] {
    case .string(let text): text
    case .number(let digits): digits
    default: nil
    }
  }

  /// Returns the problem that the row has none of `wanted`, with the nearest column it has.
  func missing(_ wanted: [String]) -> RowProblem {
    let quoted = wanted.map { "'\($0)'" }.joined(separator: ", ")
    if let name = wanted.first(where: { name in members.contains { $0.name == name } }) {
      return RowProblem(column: name, reason: "it is null")
    }
    let present = members.map(\.name)
    let list = present.map { "'\($0)'" }.joined(separator: ", ")
    let reason = present.isEmpty ? "the row has no columns" : "the row has \(list)"
    let column = wanted.count == 1 ? wanted.first : nil
    let what = column == nil ? "there is none of the columns \(quoted)" : "there is no such column"
    return RowProblem(
      column: column, reason: "\(what) (\(reason))", advice: advice(present, wanted))
  }

  private func advice(_ present: [String], _ wanted: [String]) -> String? {
    let free = present.filter { !names.all.contains($0) }
    guard let pair = nearestNames(free, wanted) else {
      return "rename the columns, or say which column to read"
    }
    return "did you mean '\(pair.present)'? rename it to '\(pair.wanted)', "
      + "or say which column to read"
  }
}

/// Returns the finite number that `value` is.
func finiteNumber(_ value: JSONValue, column: String) throws -> Double {
  guard case .number(let digits) = value else {
    throw RowProblem(column: column, reason: "it has \(value.kind) where a number is due")
  }
  guard let number = Double(digits), number.isFinite else {
    throw RowProblem(column: column, reason: "the number \(digits) is too large")
  }
  return number
}
