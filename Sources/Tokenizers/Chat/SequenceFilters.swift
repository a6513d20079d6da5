extension Jinja.Evaluator {
  static let sequenceFilters: [String: Filter] = [
    "first": { evaluator, value, _ in
      try evaluator.elements(of: value).first ?? .undefined("the first of an empty list")
    },
    "last": { evaluator, value, _ in
      if value.count == nil { throw Jinja.Failure("\(value.kindName) has no last element") }
      return try evaluator.elements(of: value).last ?? .undefined("the last of an empty list")
    },
    "list": { evaluator, value, _ in .list(try evaluator.elements(of: value)) },
    "items": items,
    "dictsort": { evaluator, value, arguments in
      guard case .mapping = value else { throw Jinja.Failure("`dictsort` needs a dictionary") }
      let given = try arguments.bound(to: "dictsort", ["case_sensitive", "by", "reverse"])
      let by = try given[1].text("`by`") ?? "key"
      guard let part = ["key": 0, "value": 1][by] else {
        throw Jinja.Failure("`dictsort` sorts by `key` or `value`, not `\(by.string)`")
      }
      let pairs = try evaluator.elements(of: items(evaluator, value, CallArguments()))
      return .list(
        try sorted(pairs, isReversed: given[2].isTrue) {
          folded(try $0.item(.integer(part)), isCaseSensitive: given[0].isTrue)
        })
    },
    "reverse": { evaluator, value, _ in
      if case .string(let text) = value { return .string(Jinja.Text(text.scalars.reversed())) }
      return .items(Jinja.Items(try evaluator.elements(of: value).reversed(), .generator))
    },
    "join": { evaluator, value, arguments in
      let given = try arguments.bound(to: "join", ["d", "attribute"])
      let key = given[1]
      let texts = try evaluator.elements(of: value).map { try part(key, of: $0).text }
      return .string(try Jinja.Text.joined(texts, by: given[0]?.text ?? "", evaluator.limits))
    },
    "sort": { evaluator, value, arguments in
      let given = try arguments.bound(to: "sort", ["reverse", "case_sensitive", "attribute"])
      let elements = try evaluator.elements(of: value)
      return .list(
        try sorted(elements, isReversed: given[0].isTrue) {
          folded(try part(given[2], of: $0), isCaseSensitive: given[1].isTrue)
        })
    },
    "unique": unique,
    "min": { try extreme($0, $1, $2, "min") { try $0.isLess(than: $1) } },
    "max": { try extreme($0, $1, $2, "max") { try $1.isLess(than: $0) } },
    "sum": { evaluator, value, arguments in
      let given = try arguments.bound(to: "sum", ["attribute", "start"])
      return try evaluator.elements(of: value).reduce(given[1] ?? .integer(0)) {
        try evaluator.checked(
          Value.arithmetic("+", $0, part(given[0], of: $1), evaluator.limits))
      }
    },
    "map": map,
    "select": { try $0.chosen($1, $2, keeps: true, byAttribute: false) },
    "reject": { try $0.chosen($1, $2, keeps: false, byAttribute: false) },
    "selectattr": { try $0.chosen($1, $2, keeps: true, byAttribute: true) },
    "rejectattr": { try $0.chosen($1, $2, keeps: false, byAttribute: true) },
  ]

  private func elements(of value: Value) throws -> [Value] {
    let elements = try value.elements()
    try charge(elements.count)
    return elements
  }

  private static let items: Filter = { _, value, _ in
    switch value {
    case .undefined: return .items(Jinja.Items([], .generator))
    case .mapping(let mapping):
      let pairs = mapping.entries.map { Value.tuple([$0.key, $0.value]) }
      return .items(Jinja.Items(pairs, .generator))
    default: throw Jinja.Failure("`items` needs a dictionary, not \(value.kindName)")
    }
  }

  /// What a filter's `attribute` names: a key, an index, or several joined by dots.
  private static func part(_ attribute: Value?, of value: Value) throws -> Value {
    switch attribute {
    case nil, .some(.none): return value
    case .string(let path)?:
      return try path.split(by: ".", limit: .max).reduce(value) { value, name in
        let index = Int(name.string)
        return try value.item(index.map(Value.integer) ?? .string(name))
      }
    case .some(let key): return try value.item(key)
    }
  }

  private static func folded(_ value: Value, isCaseSensitive: Bool) -> Value {
    guard case .string(let text) = value, !isCaseSensitive else { return value }
    return .string(text.lowercased)
  }

  /// Sorts so that equal elements keep their order, also where the order is reversed.
  private static func sorted(
    _ elements: [Value], isReversed: Bool, by key: (Value) throws -> Value
  ) throws -> [Value] {
    let keyed = try elements.enumerated().map { ($0.offset, try key($0.element)) }
    let order = try keyed.sorted { left, right in
      let (smaller, larger) = isReversed ? (right.1, left.1) : (left.1, right.1)
      if try smaller.isLess(than: larger) { return true }
      return try !larger.isLess(than: smaller) && left.0 < right.0
    }
    return order.map { elements[$0.0] }
  }

  private static let unique: Filter = { evaluator, value, arguments in
    let given = try arguments.bound(to: "unique", ["case_sensitive", "attribute"])
    var seen: [Value] = []
    var result: [Value] = []
    for element in try evaluator.elements(of: value) {
      let key = folded(try part(given[1], of: element), isCaseSensitive: given[0].isTrue)
      guard key.isHashable else { throw Jinja.Failure("`unique` cannot compare lists") }
      try evaluator.charge(seen.count)
      guard !seen.contains(where: { $0.equals(key) }) else { continue }
      seen.append(key)
      result.append(element)
    }
    return .items(Jinja.Items(result, .generator))
  }

  private static func extreme(
    _ evaluator: Jinja.Evaluator, _ value: Value, _ arguments: CallArguments, _ name: String,
    _ precedes: (Value, Value) throws -> Bool
  ) throws -> Value {
    let given = try arguments.bound(to: name, ["case_sensitive", "attribute"])
    func key(_ value: Value) throws -> Value {
      folded(try part(given[1], of: value), isCaseSensitive: given[0].isTrue)
    }
    let elements = try evaluator.elements(of: value)
    guard var best = elements.first else { return .undefined("the \(name) of an empty list") }
    for element in elements.dropFirst() where try precedes(key(element), key(best)) {
      best = element
    }
    return best
  }

  private static let map: Filter = { evaluator, value, arguments in
    let elements = try evaluator.elements(of: value)
    var rest = arguments
    guard rest.positional.isEmpty else {
      let name = rest.positional.removeFirst().text.string
      let mapped = try elements.map { try evaluator.apply(filter: name, to: $0, rest) }
      return .items(Jinja.Items(mapped, .generator))
    }
    let attribute = rest.named.first { $0.name == "attribute" }?.value
    let usual = rest.named.first { $0.name == "default" }?.value
    guard let attribute, rest.named.allSatisfy({ ["attribute", "default"].contains($0.name) })
    else { throw Jinja.Failure("`map` needs the name of a filter, or `attribute=`") }
    let mapped = try elements.map { element -> Value in
      let value = try part(attribute, of: element)
      if case .undefined = value { return usual ?? value }
      return value
    }
    return .items(Jinja.Items(mapped, .generator))
  }

  private func chosen(
    _ value: Value, _ arguments: CallArguments, keeps: Bool, byAttribute: Bool
  ) throws -> Value {
    var rest = arguments
    var attribute: Value?
    if byAttribute {
      guard !rest.positional.isEmpty else { throw Jinja.Failure("the attribute's name is missing") }
      attribute = rest.positional.removeFirst()
    }
    let test = rest.positional.isEmpty ? nil : rest.positional.removeFirst().text.string
    let elements = try self.elements(of: value).filter { element in
      let subject = try Self.part(attribute, of: element)
      let isTrue = try test.map { try passes(subject, test: $0, rest) } ?? subject.isTrue
      return isTrue == keeps
    }
    return .items(Jinja.Items(elements, .generator))
  }
}
