extension Jinja.Evaluator {
  /// Whether `value is name(arguments)` holds.
  func passes(_ value: Value, test name: String, _ arguments: Jinja.CallArguments) throws -> Bool {
    if let test = Self.plainTests[name] {
      _ = try arguments.bound(to: name, [])
      return try test(value)
    }
    let comparison = Self.comparisons[name]
    guard comparison != nil || name == "divisibleby" || name == "sameas" else {
      throw Jinja.Failure("there is no test `\(name)`")
    }
    guard let other = try arguments.bound(to: name, ["other"], required: 1)[0] else { return false }
    if let comparison {
      try charge(min(value.extent.weight, other.extent.weight))
      return try value.compares(comparison, other)
    }
    if name == "sameas" { return Self.isSame(value, other) }
    return try Value.arithmetic("%", value, other, limits).equals(.integer(0))
  }

  private static let comparisons = [
    "eq": "==", "equalto": "==", "ne": "!=", "lt": "<", "lessthan": "<", "le": "<=", "gt": ">",
    "greaterthan": ">", "ge": ">=", "in": "in", "==": "==", "!=": "!=", "<": "<", "<=": "<=",
    ">": ">", ">=": ">=",
  ]

  private static let plainTests: [String: @Sendable (Value) throws -> Bool] = [
    "defined": { if case .undefined = $0 { false } else { true } },
    "undefined": { if case .undefined = $0 { true } else { false } },
    "none": { if case .none = $0 { true } else { false } },
    "boolean": { if case .boolean = $0 { true } else { false } },
    "true": { if case .boolean(true) = $0 { true } else { false } },
    "false": { if case .boolean(false) = $0 { true } else { false } },
    "integer": { if case .integer = $0 { true } else { false } },
    "float": { if case .float = $0 { true } else { false } },
    "number": { $0.number != nil },
    "string": { if case .string = $0 { true } else { false } },
    "mapping": { if case .mapping = $0 { true } else { false } },
    "callable": isCallable,
    "sequence": isSequence,
    "iterable": { value in
      if case .loop = value { return true }
      return (try? value.elements()) != nil
    },
    "odd": { try remainder($0).equals(.integer(1)) },
    "even": { try remainder($0).equals(.integer(0)) },
    "lower": { isCased($0.text) && $0.text.lowercased == $0.text },
    "upper": { isCased($0.text) && $0.text.uppercased == $0.text },
    "filter": { filters[$0.text.string] != nil },
    "test": { plainTests[$0.text.string] != nil || comparisons[$0.text.string] != nil },
  ]

  private static let isCallable: @Sendable (Value) -> Bool = { value in
    switch value {
    case .function, .undefined: true
    default: false
    }
  }

  private static let isSequence: @Sendable (Value) -> Bool = { value in
    switch value {
    case .string, .mapping, .undefined: true
    case .items(let items): items.kind == .list || items.kind == .tuple
    default: false
    }
  }

  private static func remainder(_ value: Value) throws -> Value {
    try Value.arithmetic("%", value, .integer(2), Jinja.Limits())
  }

  private static func isCased(_ text: Jinja.Text) -> Bool {
    text.scalars.contains { $0.properties.isCased }
  }

  private static func isSame(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.none, .none): true
    case (.boolean(let left), .boolean(let right)): left == right
    case (.integer(let left), .integer(let right)): left == right
    case (.string(let left), .string(let right)): left == right
    case (.namespace(let left), .namespace(let right)): left === right
    default: false
    }
  }
}
