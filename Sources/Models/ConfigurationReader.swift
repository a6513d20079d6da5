/// The keys of a configuration file, read with their types checked.
struct ConfigurationReader {
  let members: [String: JSON]
  let path: String
  /// What stands before a key in messages, as `rope_parameters.`.
  var prefix = ""

  /// The first of the keys that is there and not null.
  private func found(_ keys: [String]) -> (key: String, value: JSON)? {
    for key in keys {
      if let value = members[key], value != .null { return (prefix + key, value) }
    }
    return nil
  }

  private func wrong(_ found: (key: String, value: JSON), _ due: String) -> ModelError {
    .wrongValue(key: found.key, value: found.value.shown, due: due, path: path)
  }

  func integer(_ keys: String..., orElse preset: Int? = nil) throws -> Int {
    guard let found = found(keys) else {
      if let preset { return preset }
      throw ModelError.missingKey(key: prefix + keys[0], path: path)
    }
    switch found.value {
    case .integer(let number): return number
    case .number(let number) where number == number.rounded() && abs(number) < 1e15:
      return Int(number)
    default: throw wrong(found, "a whole number")
    }
  }

  /// - Parameter preset: What stands for a key that is not there; null means none.
  func optionalInteger(_ key: String, orElse preset: Int? = nil) throws -> Int? {
    if members[key] == nil { return preset }
    return found([key]) == nil ? nil : try integer(key)
  }

  func number(_ keys: String..., orElse preset: Double? = nil) throws -> Double {
    guard let found = found(keys) else {
      if let preset { return preset }
      throw ModelError.missingKey(key: prefix + keys[0], path: path)
    }
    switch found.value {
    case .integer(let number): return Double(number)
    case .number(let number): return number
    default: throw wrong(found, "a number")
    }
  }

  /// - Parameter preset: What stands for a key that is not there; null means none.
  func optionalNumber(_ key: String, orElse preset: Double? = nil) throws -> Double? {
    if members[key] == nil { return preset }
    return found([key]) == nil ? nil : try number(key)
  }

  func boolean(_ key: String, orElse preset: Bool) throws -> Bool {
    guard let found = found([key]) else { return preset }
    guard case .boolean(let flag) = found.value else { throw wrong(found, "true or false") }
    return flag
  }

  func string(_ keys: String...) throws -> String? {
    guard let found = found(keys) else { return nil }
    guard case .string(let text) = found.value else { throw wrong(found, "a text") }
    return text
  }

  func strings(_ key: String) throws -> [String] {
    guard let found = found([key]) else { return [] }
    guard case .array(let list) = found.value else { throw wrong(found, "a list of texts") }
    return try list.map {
      guard case .string(let text) = $0 else { throw wrong(found, "a list of texts") }
      return text
    }
  }

  func numbers(_ key: String) throws -> [Double] {
    guard let found = found([key]) else {
      throw ModelError.missingKey(key: prefix + key, path: path)
    }
    guard case .array(let list) = found.value else { throw wrong(found, "a list of numbers") }
    return try list.map {
      switch $0 {
      case .integer(let number): return Double(number)
      case .number(let number): return number
      default: throw wrong(found, "a list of numbers")
      }
    }
  }

  func optionalNumbers(_ key: String) throws -> [Double]? {
    found([key]) == nil ? nil : try numbers(key)
  }

  /// Ids of tokens, where a file may have one, several or none; negative ones mean none.
  func tokens(_ key: String) throws -> [Int] {
    guard let found = found([key]) else { return [] }
    let list: [JSON]
    if case .array(let several) = found.value { list = several } else { list = [found.value] }
    return try list.compactMap {
      guard case .integer(let id) = $0 else { throw wrong(found, "the id of a token") }
      return id >= 0 ? id : nil
    }
  }

  func object(_ keys: String...) throws -> ConfigurationReader? {
    guard let found = found(keys) else { return nil }
    guard case .object(let members) = found.value else { throw wrong(found, "an object") }
    return ConfigurationReader(members: members, path: path, prefix: "\(found.key).")
  }

  /// Refuses every value of a key but null and those named.
  func refuse(_ key: String, unless accepted: JSON...) throws {
    guard let found = found([key]), !accepted.contains(found.value) else { return }
    throw ModelError.unsupported(key: found.key, value: found.value.shown, path: path)
  }
}
