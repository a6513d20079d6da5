/// A JSON value whose numbers keep their digits as far as Swift's decoder lets them.
enum JSONTree: Equatable, Decodable {
  case null
  case boolean(Bool)
  case integer(Int64)
  /// An integer too large for the signed case, as seeds may be.
  case unsigned(UInt64)
  case number(Double)
  case string(String)
  case list([JSONTree])
  case object([String: JSONTree])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let flag = try? container.decode(Bool.self) {
      self = .boolean(flag)
    } else if let integer = try? container.decode(Int64.self) {
      self = .integer(integer)
    } else if let integer = try? container.decode(UInt64.self) {
      self = .unsigned(integer)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let string = try? container.decode(String.self) {
      self = .string(string)
    } else if let elements = try? container.decode([JSONTree].self) {
      self = .list(elements)
    } else {
      self = .object(try container.decode([String: JSONTree].self))
    }
  }

  /// The value as a person would write it on one line.
  var text: String {
    switch self {
    case .null: "none"
    case .boolean(let flag): flag ? "true" : "false"
    case .integer(let integer): String(integer)
    case .unsigned(let integer): String(integer)
    case .number(let number): "\(number)"
    case .string(let string): string
    case .list(let elements):
      elements.isEmpty ? "none" : elements.map(\.text).joined(separator: ", ")
    case .object: members.map { "\($0.key): \($0.value.text)" }.joined(separator: ", ")
    }
  }

  var number: Double? {
    switch self {
    case .integer(let integer): Double(integer)
    case .unsigned(let integer): Double(integer)
    case .number(let number): number
    default: nil
    }
  }

  /// An object's members, sorted by key.
  var members: [(key: String, value: JSONTree)] {
    guard case .object(let members) = self else { return [] }
    return members.sorted { $0.key < $1.key }
  }

  /// All values that are no objects, with their dotted paths.
  func leaves(under path: [String] = []) -> [(path: String, text: String)] {
    guard case .object(let inner) = self, !inner.isEmpty || path.isEmpty else {
      return [(path.joined(separator: "."), text)]
    }
    return members.flatMap { $0.value.leaves(under: path + [$0.key]) }
  }
}
