/// A configuration with layers laid over its defaults, and where each value came from.
struct Overlay {
  private let template: ConfigurationTree
  private(set) var tree: ConfigurationTree
  private var origins: [String: String] = [:]

  init(defaults: ConfigurationTree) {
    template = defaults
    tree = defaults
  }

  /// Lays values over the tree.
  ///
  /// - Parameters:
  ///   - origin: What the values' source is called in the list of differences.
  ///   - locate: Turns a line of the source into a place for errors.
  /// - Throws: `ConfigurationError` for a key that is not there, or a value of another type.
  mutating func lay(
    _ value: RecipeValue, origin: String, locate: @escaping (Int?) -> String
  ) throws {
    var layer = Layer(template: template, locate: locate)
    tree = try layer.lay(value, over: tree, at: [])
    for path in layer.touched { origins[path] = origin }
  }

  /// Returns the source of the value at a path, or of the nearest value around it.
  func origin(of path: [String]) -> String? {
    for count in stride(from: path.count, through: 1, by: -1) {
      if let origin = origins[path.prefix(count).joined(separator: ".")] { return origin }
    }
    return nil
  }
}

/// One pass of laying a source's values over a tree.
private struct Layer {
  /// The whole of the defaults, to look for keys that stand elsewhere.
  let template: ConfigurationTree
  let locate: (Int?) -> String
  /// The paths of the values that were set.
  var touched: [String] = []

  mutating func lay(
    _ value: RecipeValue, over base: ConfigurationTree, at path: [String], inheriting: Bool = true
  ) throws -> ConfigurationTree {
    if case .object(let members, .structure) = base {
      return try layStructure(value, over: members, at: path, inheriting: inheriting)
    }
    touched.append(path.joined(separator: "."))
    switch (base, value.content) {
    case (.boolean, .boolean(let flag)): return .boolean(flag)
    case (.integer(_, let bounds), .integer(let integer)):
      return try layInteger(integer, in: bounds, value, at: path)
    case (.integer(_, let bounds), .number(let number)):
      guard let integer = Int128(exactly: number) else { break }
      return try layInteger(integer, in: bounds, value, at: path)
    case (.number, .integer(let integer)): return .number(Double(integer))
    case (.number, .number(let number)) where !number.isNaN: return .number(number)
    case (.number, .text("Infinity")): return .number(.infinity)
    case (.number, .text("-Infinity")): return .number(-.infinity)
    case (.text(_, let allowed), .text(let text)):
      return try layText(text, allowed: allowed, value, at: path)
    case (.list(let elements), .list(let values)):
      return .list(try values.map { try layElement($0, like: elements.first, at: path) })
    case (.object(let members, .dictionary), .mapping(let pairs)):
      return try layDictionary(pairs, like: members.values.first, at: path)
    case (.object(let members, _), .mapping(let pairs)) where pairs.count == 1:
      return try layChoice(pairs[0].key, pairs[0].value, over: members, at: path)
    case (.object(let members, _), .text(let name)):
      let key = members.keys.first { snakeCase($0) == name } ?? camelCase(name)
      return .object([key: .object([:])], .choice)
    case (.null, _): return free(value)
    default: break
    }
    throw mismatch(value, expected: base, at: path)
  }

  private mutating func layStructure(
    _ value: RecipeValue, over members: [String: ConfigurationTree], at path: [String],
    inheriting: Bool
  ) throws -> ConfigurationTree {
    // A section whose keys are all commented out changes nothing.
    if case .null = value.content { return .object(members) }
    guard case .mapping(let pairs) = value.content else {
      throw mismatch(value, expected: .object(members), at: path)
    }
    let names = [String: String](members.keys.map { (snakeCase($0), $0) }) { first, second in
      preconditionFailure("\(first) and \(second) are the same key in snake case")
    }
    var result = inheriting ? members : [:]
    for pair in pairs {
      let (key, element) = (pair.key, pair.value)
      guard let name = names[key], let base = members[name] else {
        throw unknownKey(key, among: names.keys.sorted(), at: path, line: element.line)
      }
      result[name] = try lay(element, over: base, at: path + [key], inheriting: inheriting)
    }
    return .object(result)
  }

  private mutating func layElement(
    _ value: RecipeValue, like example: ConfigurationTree?, at path: [String]
  ) throws -> ConfigurationTree {
    guard let example else { return free(value) }
    return try lay(value, over: example, at: path, inheriting: false)
  }

  private mutating func layDictionary(
    _ pairs: [RecipeValue.Member], like example: ConfigurationTree?,
    at path: [String]
  ) throws -> ConfigurationTree {
    var members: [String: ConfigurationTree] = [:]
    for pair in pairs {
      members[pair.key] = try layElement(pair.value, like: example, at: path + [pair.key])
    }
    return .object(members, .dictionary)
  }

  private mutating func layChoice(
    _ key: String, _ value: RecipeValue, over members: [String: ConfigurationTree],
    at path: [String]
  ) throws -> ConfigurationTree {
    if let name = members.keys.first(where: { snakeCase($0) == key }), let base = members[name] {
      return .object([name: try lay(value, over: base, at: path + [key])], .choice)
    }
    return .object([camelCase(key): free(value)], .choice)
  }

  private func layInteger(
    _ integer: Int128, in bounds: ClosedRange<Int128>, _ value: RecipeValue, at path: [String]
  ) throws -> ConfigurationTree {
    guard bounds.contains(integer) else {
      throw ConfigurationError(
        "\(locate(value.line)): \(path.joined(separator: ".")) must be an integer in \(bounds)"
          + ", not \(integer)")
    }
    return .integer(integer, in: bounds)
  }

  private func layText(
    _ text: String, allowed: [String], _ value: RecipeValue, at path: [String]
  ) throws -> ConfigurationTree {
    guard allowed.isEmpty || allowed.contains(text) else {
      let hint = nearest(text, among: allowed).map { "; did you mean \($0)?" } ?? ""
      throw ConfigurationError(
        "\(locate(value.line)): \(path.joined(separator: ".")) cannot be \"\(text)\""
          + ", only one of \(allowed.joined(separator: ", "))\(hint)")
    }
    return .text(text, allowed: allowed)
  }

  /// Takes a value as it is, where no default tells its type; decoding will judge it.
  private func free(_ value: RecipeValue) -> ConfigurationTree {
    switch value.content {
    case .null: .null
    case .boolean(let flag): .boolean(flag)
    case .integer(let integer): .integer(integer)
    case .number(let number): .number(number)
    case .text(let text): .text(text)
    case .list(let values): .list(values.map(free))
    case .mapping(let pairs):
      .object([String: ConfigurationTree](pairs.map { (camelCase($0.key), free($0.value)) }) { $1 })
    }
  }
}

extension Layer {
  private func mismatch(
    _ value: RecipeValue, expected: ConfigurationTree, at path: [String]
  ) -> ConfigurationError {
    let name = path.isEmpty ? "the configuration" : path.joined(separator: ".")
    return ConfigurationError(
      "\(locate(value.line)): \(name) must be \(expected.expectation), not \(value.content.kind)"
        + hint(value, expected))
  }

  private func hint(_ value: RecipeValue, _ expected: ConfigurationTree) -> String {
    switch (expected, value.content) {
    case (.text, .boolean), (.text, .integer), (.text, .number): "; put it in quotes"
    case (.text, .null): "; write '' for an empty text"
    case (.boolean, .text("no")), (.boolean, .text("off")): "; write false"
    case (.boolean, .text("yes")), (.boolean, .text("on")): "; write true"
    case (.number, .text(let text)) where Double(text) != nil: "; leave out the quotes"
    case (.integer, .text(let text)) where Int(text) != nil: "; leave out the quotes"
    default: ""
    }
  }

  private func unknownKey(
    _ key: String, among keys: [String], at path: [String], line: Int
  ) -> ConfigurationError {
    let section = path.isEmpty ? "" : " of \(path.joined(separator: "."))"
    return ConfigurationError(
      "\(locate(line)): \(key) is not a key\(section)" + suggestion(for: key, among: keys))
  }

  private func suggestion(for key: String, among keys: [String]) -> String {
    if let near = nearest(key, among: keys) { return "; did you mean \(near)?" }
    if let elsewhere = template.leafPaths().first(where: { $0.last == key }) {
      return "; did you mean \(elsewhere.joined(separator: "."))?"
    }
    return "; its keys are \(keys.joined(separator: ", "))"
  }
}

extension ConfigurationTree {
  /// What a value must be, in words.
  fileprivate var expectation: String {
    switch self {
    case .null: "a value"
    case .boolean: "true or false"
    case .integer: "an integer"
    case .number: "a number"
    case .text: "text"
    case .list: "a list"
    case .object(let members, .structure):
      "keys with values (\(members.keys.map(snakeCase).sorted().joined(separator: ", ")))"
    case .object(_, .choice): "one choice, by its name or as name: {values}"
    case .object(_, .dictionary): "names with values"
    }
  }
}
