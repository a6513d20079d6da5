extension Jinja.Value {
  /// A method of a text, dictionary or list, ready to be called.
  ///
  /// Those that would change their receiver do not exist, as in Jinja's immutable sandbox.
  func method(_ name: String) -> Value? {
    let methods: [String: Method]
    switch self {
    case .string: methods = Self.textMethods
    case .mapping: methods = Self.mappingMethods
    case .items(let items) where items.kind == .list || items.kind == .tuple:
      methods = Self.itemsMethods
    default: return nil
    }
    guard let method = methods[name] else { return nil }
    return .function(Jinja.Function(name) { try method(self, $0) })
  }

  typealias Method = @Sendable (Value, Jinja.CallArguments) throws -> Value

  private static let mappingMethods: [String: Method] = [
    "get": { receiver, arguments in
      let given = try arguments.bound(to: "get", ["key", "default"], required: 1)
      guard case .mapping(let mapping) = receiver, let key = given[0] else { return .none }
      return mapping[key] ?? given[1] ?? .none
    },
    "keys": { receiver, arguments in
      _ = try arguments.bound(to: "keys", [])
      return view(of: receiver, "dict_keys") { $0.key }
    },
    "values": { receiver, arguments in
      _ = try arguments.bound(to: "values", [])
      return view(of: receiver, "dict_values") { $0.value }
    },
    "items": { receiver, arguments in
      _ = try arguments.bound(to: "items", [])
      return view(of: receiver, "dict_items") { .tuple([$0.key, $0.value]) }
    },
    "copy": { receiver, _ in receiver },
  ]

  private static func view(
    of value: Value, _ name: String, _ part: ((key: Value, value: Value)) -> Value
  ) -> Value {
    guard case .mapping(let mapping) = value else { return .none }
    return .items(Jinja.Items(mapping.entries.map(part), .view(name)))
  }

  private static let itemsMethods: [String: Method] = [
    "count": { receiver, arguments in
      let wanted = try arguments.bound(to: "count", ["value"], required: 1)[0]
      return .integer(try receiver.elements().count { $0.equals(wanted ?? .none) })
    },
    "index": { receiver, arguments in
      let wanted = try arguments.bound(to: "index", ["value"], required: 1)[0]
      let index = try receiver.elements().firstIndex { $0.equals(wanted ?? .none) }
      guard let index else { throw Jinja.Failure("`index` finds no such value in the list") }
      return .integer(index)
    },
  ]

  private static let textMethods: [String: Method] = [
    "strip": { try strip($0, $1, start: true, end: true) },
    "lstrip": { try strip($0, $1, start: true, end: false) },
    "rstrip": { try strip($0, $1, start: false, end: true) },
    "upper": { receiver, _ in .string(receiver.text.uppercased) },
    "lower": { receiver, _ in .string(receiver.text.lowercased) },
    "title": { receiver, _ in .string(receiver.text.titlecased) },
    "capitalize": { receiver, _ in .string(receiver.text.capitalized) },
    "splitlines": { receiver, _ in .list(receiver.text.lines.map(Value.string)) },
    "isspace": { receiver, _ in
      .boolean(receiver.text.count > 0 && receiver.text.scalars.allSatisfy(\.isPythonSpace))
    },
    "isdigit": { receiver, _ in
      let isDigits = receiver.text.scalars.allSatisfy {
        $0.properties.numericType == .decimal || $0.properties.numericType == .digit
      }
      return .boolean(receiver.text.count > 0 && isDigits)
    },
    "isalpha": { receiver, _ in
      .boolean(receiver.text.count > 0 && receiver.text.scalars.allSatisfy(\.isPythonLetter))
    },
    "split": split,
    "startswith": { receiver, arguments in
      try affix(receiver, arguments, "startswith") { $0.hasPrefix($1) }
    },
    "endswith": { receiver, arguments in
      try affix(receiver, arguments, "endswith") { $0.hasSuffix($1) }
    },
    "removeprefix": { receiver, arguments in
      let (text, part) = try textAndPart(receiver, arguments, "removeprefix")
      return .string(text.hasPrefix(part) ? Text(text.scalars.dropFirst(part.count)) : text)
    },
    "removesuffix": { receiver, arguments in
      let (text, part) = try textAndPart(receiver, arguments, "removesuffix")
      return .string(text.hasSuffix(part) ? Text(text.scalars.dropLast(part.count)) : text)
    },
    "find": { receiver, arguments in
      let (text, part) = try textAndPart(receiver, arguments, "find")
      return .integer(text.firstIndex(of: part) ?? -1)
    },
    "rfind": { receiver, arguments in
      let (text, part) = try textAndPart(receiver, arguments, "rfind")
      return .integer(text.lastIndex(of: part) ?? -1)
    },
    "count": { receiver, arguments in
      let (text, part) = try textAndPart(receiver, arguments, "count")
      return .integer(text.indices(of: part).count)
    },
    "replace": { receiver, arguments in
      let given = try arguments.bound(to: "replace", ["old", "new", "count"], required: 2)
      let (old, new) = (try given[0].text("`old`") ?? "", try given[1].text("`new`") ?? "")
      let count = try given[2].integer("`count`") ?? -1
      let limit = count < 0 ? Int.max : count
      return .string(try receiver.text.replacing(old, with: new, limit: limit, Jinja.Limits()))
    },
    "join": { receiver, arguments in
      let list = try arguments.bound(to: "join", ["iterable"], required: 1)[0]
      let texts = try (list ?? .none).elements().map { element -> Text in
        guard case .string(let text) = element else {
          throw Jinja.Failure("`join` finds \(element.kindName) among the texts")
        }
        return text
      }
      return .string(try Text.joined(texts, by: receiver.text, Jinja.Limits()))
    },
  ]

  private static func strip(
    _ receiver: Value, _ arguments: Jinja.CallArguments, start: Bool, end: Bool
  ) throws -> Value {
    let characters = try arguments.bound(to: "strip", ["chars"])[0].text("what `strip` takes off")
    return .string(receiver.text.stripped(of: characters, start: start, end: end))
  }

  private static let split: Method = { receiver, arguments in
    let given = try arguments.bound(to: "split", ["sep", "maxsplit"])
    let maximum = try given[1].integer("`maxsplit`") ?? -1
    let limit = maximum < 0 ? Int.max : maximum
    guard let separator = try given[0].text("the separator of `split`") else {
      return .list(receiver.text.words(limit: limit).map(Value.string))
    }
    guard separator.count > 0 else { throw Jinja.Failure("the separator of `split` is empty") }
    return .list(receiver.text.split(by: separator, limit: limit).map(Value.string))
  }

  private static func textAndPart(
    _ receiver: Value, _ arguments: Jinja.CallArguments, _ name: String
  ) throws -> (Text, Text) {
    let part = try arguments.bound(to: name, ["text"], required: 1)[0]
    guard case .string(let text)? = part else {
      throw Jinja.Failure("`\(name)` is given \(part?.kindName ?? "nothing"), not a text")
    }
    return (receiver.text, text)
  }

  /// `startswith` and `endswith`, which take a text or a tuple of texts.
  private static func affix(
    _ receiver: Value, _ arguments: Jinja.CallArguments, _ name: String,
    _ matches: (Text, Text) -> Bool
  ) throws -> Value {
    guard case .items(let items)? = arguments.positional.first, items.kind == .tuple else {
      let (text, part) = try textAndPart(receiver, arguments, name)
      return .boolean(matches(text, part))
    }
    return .boolean(items.elements.contains { matches(receiver.text, $0.text) })
  }
}

extension Unicode.Scalar {
  /// Whether Python's `str.isalpha` holds.
  fileprivate var isPythonLetter: Bool {
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
    default: false
    }
  }
}

extension Jinja.Text {
  static func joined(
    _ texts: [Jinja.Text], by separator: Jinja.Text, _ limits: Jinja.Limits
  ) throws -> Jinja.Text {
    let separators = separator.count.multipliedReportingOverflow(by: max(0, texts.count - 1))
    let size = texts.reduce(0) { $0 + $1.count }
    try limits.check(size: separators.overflow ? .max : size + separators.partialValue)
    return Jinja.Text(texts.map(\.scalars).joined(separator: separator.scalars))
  }
}
