internal import Foundation

extension Jinja.Value {
  /// Numbers as Python mixes them: truth values count as 0 and 1.
  enum Number {
    case integer(Int)
    case float(Double)

    var double: Double {
      switch self {
      case .integer(let integer): Double(integer)
      case .float(let float): float
      }
    }
  }

  var number: Number? {
    switch self {
    case .boolean(let boolean): .integer(boolean ? 1 : 0)
    case .integer(let integer): .integer(integer)
    case .float(let float): .float(float)
    default: nil
    }
  }

  // MARK: Comparisons

  /// Whether Python's `==` holds.
  func equals(_ other: Value) -> Bool {
    switch (self, other) {
    case (.string(let left), .string(let right)): return left == right
    case (.undefined, .undefined), (.none, .none): return true
    case (.items(let left), .items(let right)):
      return left.kind == right.kind && left.elements.count == right.elements.count
        && zip(left.elements, right.elements).allSatisfy { $0.equals($1) }
    case (.mapping(let left), .mapping(let right)):
      return left.entries.count == right.entries.count
        && left.entries.allSatisfy { entry in right[entry.key]?.equals(entry.value) ?? false }
    case (.namespace(let left), .namespace(let right)): return left === right
    case (.loop(let left), .loop(let right)): return left === right
    case (.function(let left), .function(let right)): return left === right
    default:
      guard let left = number, let right = other.number else { return false }
      if case (.integer(let left), .integer(let right)) = (left, right) { return left == right }
      return left.double == right.double
    }
  }

  /// Whether Python's `<` holds.
  func isLess(than other: Value) throws -> Bool {
    if let left = number, let right = other.number {
      if case (.integer(let left), .integer(let right)) = (left, right) { return left < right }
      return left.double < right.double
    }
    switch (self, other) {
    case (.string(let left), .string(let right)): return left < right
    case (.items(let left), .items(let right))
    where left.kind == right.kind && (left.kind == .list || left.kind == .tuple):
      for (left, right) in zip(left.elements, right.elements) where !left.equals(right) {
        return try left.isLess(than: right)
      }
      return left.elements.count < right.elements.count
    default: throw Jinja.Failure("\(kindName) cannot be compared with \(other.kindName)")
    }
  }

  /// Whether `self symbol other` holds.
  func compares(_ symbol: String, _ other: Value) throws -> Bool {
    switch symbol {
    case "==": return equals(other)
    case "!=": return !equals(other)
    case "<": return try isLess(than: other)
    case ">": return try other.isLess(than: self)
    case "<=", ">=":
      let isStrict = try symbol == "<=" ? isLess(than: other) : other.isLess(than: self)
      return isStrict || equals(other)
    case "in": return try other.contains(self)
    default: return try !other.contains(self)
    }
  }

  /// Whether Python's `element in self` holds.
  func contains(_ element: Value) throws -> Bool {
    switch (self, element) {
    case (.undefined, _): return false
    case (.string(let text), .string(let part)): return text.contains(part)
    case (.items(let items), _): return items.elements.contains { $0.equals(element) }
    case (.mapping(let mapping), _):
      guard element.isHashable else { throw Jinja.Failure("a list cannot be a dictionary's key") }
      return mapping[element] != nil
    default: throw Jinja.Failure("`in` cannot look for \(element.kindName) in \(kindName)")
    }
  }

  // MARK: Arithmetic

  static func arithmetic(
    _ symbol: String, _ left: Value, _ right: Value, _ limits: Jinja.Limits
  ) throws -> Value {
    if let left = left.number, let right = right.number {
      if case (.integer(let left), .integer(let right)) = (left, right) {
        return try integerArithmetic(symbol, left, right)
      }
      return try .float(floatArithmetic(symbol, left.double, right.double))
    }
    switch (symbol, left, right) {
    case ("+", .string(let left), .string(let right)):
      try limits.check(size: left.count + right.count)
      return .string(left + right)
    case ("+", .items(let left), .items(let right))
    where left.kind == right.kind && (left.kind == .list || left.kind == .tuple):
      return .items(Jinja.Items(left.elements + right.elements, left.kind))
    case ("*", _, _):
      if let count = right.number { return try repeated(left, count, limits) }
      if let count = left.number { return try repeated(right, count, limits) }
    default: break
    }
    throw Jinja.Failure("`\(symbol)` cannot join \(left.kindName) and \(right.kindName)")
  }

  private static func repeated(
    _ value: Value, _ count: Number, _ limits: Jinja.Limits
  ) throws -> Value {
    guard case .integer(let count) = count else {
      throw Jinja.Failure("`*` cannot repeat \(value.kindName) by a fraction")
    }
    let size = max(0, count).multipliedReportingOverflow(by: value.extent.weight)
    try limits.check(size: size.overflow ? .max : size.partialValue)
    switch value {
    case .string(let text):
      return .string(Text(repeatElement(text.scalars, count: max(0, count)).joined()))
    case .items(let items) where items.kind == .list || items.kind == .tuple:
      let elements = Array(repeatElement(items.elements, count: max(0, count)).joined())
      return .items(Jinja.Items(elements, items.kind))
    default: throw Jinja.Failure("`*` cannot repeat \(value.kindName)")
    }
  }

  private static func integerArithmetic(_ symbol: String, _ left: Int, _ right: Int) throws -> Value
  {
    if symbol == "/" { return try .float(floatArithmetic("/", Double(left), Double(right))) }
    if symbol == "**" { return try power(left, right) }
    if right == 0, symbol == "//" || symbol == "%" { throw Jinja.Failure("a division by zero") }
    let (result, overflow) =
      switch symbol {
      case "+": left.addingReportingOverflow(right)
      case "-": left.subtractingReportingOverflow(right)
      case "*": left.multipliedReportingOverflow(by: right)
      case "//": floorDivided(left, right)
      default: floorRemainder(left, right)
      }
    guard !overflow else { throw Jinja.Failure("`\(symbol)` leaves the integers of 64 bits") }
    return .integer(result)
  }

  private static func floorDivided(_ left: Int, _ right: Int) -> (Int, overflow: Bool) {
    let (quotient, overflow) = left.dividedReportingOverflow(by: right)
    guard !overflow else { return (0, true) }
    let isInexact = left % right != 0 && (left < 0) != (right < 0)
    return (isInexact ? quotient - 1 : quotient, false)
  }

  private static func floorRemainder(_ left: Int, _ right: Int) -> (Int, overflow: Bool) {
    let remainder = left.remainderReportingOverflow(dividingBy: right).partialValue
    let isOpposite = remainder != 0 && (remainder < 0) != (right < 0)
    return (isOpposite ? remainder + right : remainder, false)
  }

  private static func power(_ base: Int, _ exponent: Int) throws -> Value {
    if exponent < 0 { return try .float(floatArithmetic("**", Double(base), Double(exponent))) }
    if base.magnitude == 1 { return .integer(exponent % 2 == 0 ? 1 : base) }
    var result = 1
    for _ in 0..<min(exponent, 64) {
      let (product, overflow) = result.multipliedReportingOverflow(by: base)
      guard !overflow else { throw Jinja.Failure("`**` leaves the integers of 64 bits") }
      result = product
    }
    return .integer(result)
  }

  private static func floatArithmetic(
    _ symbol: String, _ left: Double, _ right: Double
  ) throws -> Double {
    let isDivision = ["/", "//", "%"].contains(symbol)
    if right == 0, isDivision { throw Jinja.Failure("a division by zero") }
    switch symbol {
    case "+": return left + right
    case "-": return left - right
    case "*": return left * right
    case "/": return left / right
    case "//": return (left / right).rounded(.down)
    case "%":
      let remainder = left.truncatingRemainder(dividingBy: right)
      if remainder == 0 { return Double(signOf: right, magnitudeOf: 0) }
      return (remainder < 0) != (right < 0) ? remainder + right : remainder
    default:
      if left == 0, right < 0 { throw Jinja.Failure("zero to a negative power") }
      let result = pow(left, right)
      let isReal = !result.isNaN || left.isNaN || right.isNaN
      guard isReal, result.isFinite || left.isInfinite || right.isInfinite else {
        throw Jinja.Failure("the power has no finite real value")
      }
      return result
    }
  }
}
