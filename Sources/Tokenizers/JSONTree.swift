/// A JSON value whose strings are UTF-8 bytes.
///
/// Foundation's dictionaries will not do: as `String` keys, tokens that are canonically equivalent
/// (“é” composed and decomposed) would be one.
indirect enum JSONTree: Sendable {
  case null
  case boolean(Bool)
  case number(Double)
  case string([UInt8])
  case array([JSONTree])
  case object([JSONMember])
}

/// A key and its value.
struct JSONMember: Sendable {
  let key: [UInt8]
  let value: JSONTree
}

/// A value of a JSON file that knows where it stands, so that errors can say it.
struct JSONField {
  let file: String
  let key: String
  let value: JSONTree

  /// The member of that name; absent and `null` are the same.
  subscript(_ name: String) -> JSONField? {
    guard case .object(let members) = value,
      let member = members.last(where: { $0.key.elementsEqual(name.utf8) })
    else { return nil }
    if case .null = member.value { return nil }
    return JSONField(file: file, key: key.isEmpty ? name : "\(key).\(name)", value: member.value)
  }

  func required(_ name: String) throws -> JSONField {
    guard let field = self[name] else {
      let path = key.isEmpty ? name : "\(key).\(name)"
      throw TokenizerError.invalidField(file: file, key: path, reason: "is missing")
    }
    return field
  }

  func invalid(_ reason: String) -> TokenizerError {
    .invalidField(file: file, key: key, reason: reason)
  }

  func unsupported(_ value: String) -> TokenizerError {
    .unsupported(file: file, key: key, value: value)
  }

  func bytes() throws -> [UInt8] {
    guard case .string(let bytes) = value else { throw invalid("is not a string") }
    return bytes
  }

  func string() throws -> String { String(decoding: try bytes(), as: UTF8.self) }

  func boolean() throws -> Bool {
    guard case .boolean(let boolean) = value else { throw invalid("is not true or false") }
    return boolean
  }

  /// The value as the id of a token.
  func tokenID() throws -> Int {
    guard case .number(let number) = value, let id = JSONField.tokenID(number) else {
      throw invalid("is not the id of a token, a whole number below \(JSONField.idLimit)")
    }
    return id
  }

  func elements() throws -> [JSONField] {
    guard case .array(let values) = value else { throw invalid("is not a list") }
    return values.enumerated().map { index, value in
      JSONField(file: file, key: "\(key)[\(index)]", value: value)
    }
  }

  func members() throws -> [JSONMember] {
    guard case .object(let members) = value else { throw invalid("is not an object") }
    return members
  }

  /// No vocabulary comes near this; an id beyond it is damage, and would ask for that much memory.
  static let idLimit = 1 << 24

  static func tokenID(_ number: Double) -> Int? {
    guard let id = Int(exactly: number), id >= 0, id < idLimit else { return nil }
    return id
  }
}
