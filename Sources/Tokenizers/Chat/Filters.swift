internal import Foundation

extension Jinja.Evaluator {
  typealias CallArguments = Jinja.CallArguments
  typealias Filter = @Sendable (Jinja.Evaluator, Value, CallArguments) throws -> Value

  /// What `value | name(arguments)` gives.
  func apply(filter name: String, to value: Value, _ arguments: CallArguments) throws -> Value {
    guard let filter = Self.filters[name] else {
      throw Jinja.Failure("there is no filter `\(name)`")
    }
    return try checked(filter(self, value, arguments))
  }

  static let filters = scalarFilters.merging(sequenceFilters) { first, _ in first }

  private static let scalarFilters: [String: Filter] = [
    "trim": { _, value, arguments in
      let characters = try arguments.bound(to: "trim", ["chars"])[0].text("what `trim` takes off")
      return .string(value.text.stripped(of: characters))
    },
    "upper": { _, value, _ in .string(value.text.uppercased) },
    "lower": { _, value, _ in .string(value.text.lowercased) },
    "capitalize": { _, value, _ in .string(value.text.capitalized) },
    "title": { _, value, _ in .string(value.text.titlecasedByWord) },
    "string": { _, value, _ in .string(value.text) },
    "safe": { _, value, _ in .string(value.text) },
    "escape": escape,
    "e": escape,
    "replace": { evaluator, value, arguments in
      let given = try arguments.bound(to: "replace", ["old", "new", "count"], required: 2)
      let count = try given[2].integer("the count of `replace`") ?? -1
      let (old, new) = (given[0]?.text ?? "", given[1]?.text ?? "")
      let limit = count < 0 ? Int.max : count
      return .string(
        try value.text.replacing(old, with: new, limit: limit, evaluator.limits))
    },
    "default": usual,
    "d": usual,
    "length": length,
    "count": length,
    "wordcount": { _, value, _ in .integer(value.text.words().count) },
    "int": integer,
    "float": float,
    "abs": absolute,
    "round": rounded,
    "indent": indented,
    "tojson": json,
  ]

  private static let escape: Filter = { evaluator, value, _ in
    var text = value.text
    let entities = [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("'", "&#39;"), ("\"", "&#34;")]
    for (character, entity) in entities {
      text = try text.replacing(
        Jinja.Text(character), with: Jinja.Text(entity), limit: .max, evaluator.limits)
    }
    return .string(text)
  }

  private static let usual: Filter = { _, value, arguments in
    let given = try arguments.bound(to: "default", ["default_value", "boolean"])
    let isMissing = if case .undefined = value { true } else { given[1].isTrue && !value.isTrue }
    return isMissing ? given[0] ?? .string("") : value
  }

  private static let length: Filter = { _, value, _ in
    guard let count = value.count else {
      throw Jinja.Failure("\(value.kindName) has no length; `| list` gives a lazy result one")
    }
    return .integer(count)
  }

  // MARK: Numbers

  private static let integer: Filter = { _, value, arguments in
    let given = try arguments.bound(to: "int", ["default", "base"])
    let otherwise = given[0] ?? .integer(0)
    switch value {
    case .undefined(let name): throw Jinja.Failure("`\(name)` is undefined, and no number")
    case .boolean(let boolean): return .integer(boolean ? 1 : 0)
    case .integer: return value
    case .float(let float):
      return Int(exactly: float.rounded(.towardZero)).map(Value.integer) ?? otherwise
    case .string(let text):
      let base = try given[1].integer("the base of `int`") ?? 10
      if let integer = parsedInteger(text, base: base) { return .integer(integer) }
      let float = parsedFloat(text)
      return float.flatMap { Int(exactly: $0.rounded(.towardZero)) }.map(Value.integer) ?? otherwise
    default: return otherwise
    }
  }

  private static func parsedInteger(_ text: Jinja.Text, base: Int) -> Int? {
    guard (2...36).contains(base) else { return nil }
    var digits = text.stripped().lowercased.string
    let isNegative = digits.hasPrefix("-")
    if isNegative || digits.hasPrefix("+") { digits.removeFirst() }
    if let prefix = [16: "0x", 8: "0o", 2: "0b"][base], digits.hasPrefix(prefix) {
      digits.removeFirst(2)
    }
    guard let first = digits.unicodeScalars.first, first != "-", first != "+",
      isGrouped(digits)
    else { return nil }
    return Int((isNegative ? "-" : "") + digits.filter { $0 != "_" }, radix: base)
  }

  /// Whether underscores stand only between digits.
  private static func isGrouped(_ digits: String) -> Bool {
    !digits.hasPrefix("_") && !digits.hasSuffix("_") && !digits.contains("__")
  }

  private static func parsedFloat(_ text: Jinja.Text) -> Double? {
    let digits = text.stripped().lowercased.string
    guard isGrouped(digits), !digits.contains("x"), !digits.contains("p") else { return nil }
    return Double(digits.filter { $0 != "_" })
  }

  private static let float: Filter = { _, value, arguments in
    let otherwise = try arguments.bound(to: "float", ["default"])[0] ?? .float(0)
    if case .undefined(let name) = value {
      throw Jinja.Failure("`\(name)` is undefined, and no number")
    }
    if let number = value.number { return .float(number.double) }
    guard case .string(let text) = value else { return otherwise }
    return parsedFloat(text).map(Value.float) ?? otherwise
  }

  private static let absolute: Filter = { evaluator, value, _ in
    switch value.number {
    case .float(let float): return .float(abs(float))
    case .integer(let integer) where integer >= 0: return .integer(integer)
    case .integer(let integer):
      return try Value.arithmetic("-", .integer(0), .integer(integer), evaluator.limits)
    case nil: throw Jinja.Failure("\(value.kindName) has no absolute value")
    }
  }

  private static let rounded: Filter = { _, value, arguments in
    let given = try arguments.bound(to: "round", ["precision", "method"])
    guard let number = value.number else { throw Jinja.Failure("\(value.kindName) is no number") }
    let precision = try given[0].integer("the precision of `round`") ?? 0
    let scale = pow(10, Double(max(-300, min(300, precision))))
    let method = try given[1].text("the method of `round`")?.string ?? "common"
    let rules: [String: FloatingPointRoundingRule] = [
      "common": .toNearestOrEven, "ceil": .up, "floor": .down,
    ]
    guard let rule = rules[method] else { throw Jinja.Failure("`round` has no method `\(method)`") }
    if case .integer(let integer) = number, method == "common" {
      guard precision < 0 else { return value }
      let rounded = (Double(integer) * scale).rounded(.toNearestOrEven) / scale
      return Int(exactly: rounded).map(Value.integer) ?? value
    }
    let scaled = number.double * scale
    return .float(scaled.isFinite ? scaled.rounded(rule) / scale : number.double)
  }

  // MARK: Layout

  private static let indented: Filter = { evaluator, value, arguments in
    let given = try arguments.bound(to: "indent", ["width", "first", "blank"])
    let width: Jinja.Text
    if case .string(let text)? = given[0] {
      width = text
    } else {
      width = try spaces(given[0].integer("the width of `indent`") ?? 4, evaluator.limits)
    }
    // One more newline keeps the last line, if it is empty, among the lines.
    let lines = (value.text + "\n").lines
    let skipsBlank = !given[2].isTrue
    let texts = lines.enumerated().map { index, line in
      let isPlain = index == 0 || (skipsBlank && line.count == 0)
      return isPlain ? line : width + line
    }
    let text = try Jinja.Text.joined(texts, by: "\n", evaluator.limits)
    return .string(given[1].isTrue ? width + text : text)
  }

  private static func spaces(_ count: Int, _ limits: Jinja.Limits) throws -> Jinja.Text {
    try limits.check(size: count)
    return Jinja.Text([Unicode.Scalar](repeating: " ", count: max(0, count)))
  }

  private static let json: Filter = { evaluator, value, arguments in
    let given = try arguments.bound(
      to: "tojson", ["ensure_ascii", "indent", "separators", "sort_keys"])
    var writer = Jinja.JSONWriter(limits: evaluator.limits)
    writer.keepsNonASCII = !given[0].isTrue
    writer.sortsKeys = given[3].isTrue
    if case .string(let text)? = given[1] {
      writer.indentation = text
    } else if let width = try given[1].integer("the indent of `tojson`") {
      writer.indentation = try spaces(width, evaluator.limits)
    }
    if writer.indentation != nil { writer.itemSeparator = "," }
    if case .items(let items)? = given[2], items.elements.count == 2 {
      (writer.itemSeparator, writer.keySeparator) = (items.elements[0].text, items.elements[1].text)
    }
    return .string(try writer.text(of: value))
  }
}
