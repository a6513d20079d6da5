// From the loosest to the tightest: `if`, `or`, `and`, `not`, comparisons, `+ -`, `~`, `* / // %`,
// `**`, unary signs, `. [] ()`, `|` and `is`. Unlike Python, `**` binds looser than a sign, `+`
// looser than `~`, and `**` groups from the left.
extension Jinja.Parser {
  typealias Expression = Jinja.Expression

  /// Reads an expression, or several with commas between them.
  mutating func parseTuple(allowsConditional: Bool = true) throws -> Expression {
    var elements: [Expression] = []
    var isTuple = false
    while !endsTuple {
      elements.append(allowsConditional ? try parseExpression() : try nested { try $0.parseOr() })
      guard skip(symbol: ",") else { break }
      isTuple = true
    }
    if isTuple { return .tuple(elements) }
    guard let first = elements.first else { throw failure("an expression is missing") }
    return first
  }

  private var endsTuple: Bool {
    switch current {
    case .variableEnd, .blockEnd, .end, .symbol(")"): true
    default: false
    }
  }

  mutating func parseExpression() throws -> Expression {
    try nested { try $0.parseConditional() }
  }

  private mutating func parseConditional() throws -> Expression {
    var value = try parseOr()
    while skip(name: "if") {
      try countOperator()
      let condition = try parseOr()
      let otherwise = skip(name: "else") ? try parseExpression() : nil
      value = .conditional(condition, then: value, otherwise: otherwise)
    }
    return value
  }

  /// Refuses statements whose tree could exhaust the stack.
  mutating func countOperator() throws {
    operatorCount += 1
    guard operatorCount <= Self.maximumOperatorCount else {
      throw failure("the statement has more than \(Self.maximumOperatorCount) operators")
    }
  }

  mutating func parseOr() throws -> Expression {
    var left = try parseAnd()
    while skip(name: "or") {
      try countOperator()
      left = .or(left, try parseAnd())
    }
    return left
  }

  private mutating func parseAnd() throws -> Expression {
    var left = try parseNot()
    while skip(name: "and") {
      try countOperator()
      left = .and(left, try parseNot())
    }
    return left
  }

  private mutating func parseNot() throws -> Expression {
    guard skip(name: "not") else { return try parseComparison() }
    return .not(try nested { try $0.parseNot() })
  }

  private mutating func parseComparison() throws -> Expression {
    let left = try parseSum()
    var links: [Jinja.Comparison] = []
    while let symbol = skipComparison() {
      links.append(Jinja.Comparison(symbol: symbol, right: try parseSum()))
    }
    return links.isEmpty ? left : .comparison(left, links)
  }

  private mutating func skipComparison() -> String? {
    for symbol in ["==", "!=", "<=", ">=", "<", ">"] where skip(symbol: symbol) { return symbol }
    if skip(name: "in") { return "in" }
    guard isName("not"), tokens[position + 1].kind == .name("in") else { return nil }
    position += 2
    return "not in"
  }

  private mutating func parseSum() throws -> Expression {
    try parseChain(["+", "-"]) { try $0.parseConcatenation() }
  }

  private mutating func parseConcatenation() throws -> Expression {
    var parts = [try parseProduct()]
    while skip(symbol: "~") { parts.append(try parseProduct()) }
    return parts.count == 1 ? parts[0] : .concatenation(parts)
  }

  private mutating func parseProduct() throws -> Expression {
    try parseChain(["*", "/", "//", "%"]) { try $0.parsePower() }
  }

  private mutating func parsePower() throws -> Expression {
    try parseChain(["**"]) { try $0.parseUnary() }
  }

  private mutating func parseChain(
    _ symbols: [String], _ parseOperand: (inout Self) throws -> Expression
  ) throws -> Expression {
    var left = try parseOperand(&self)
    while case .symbol(let symbol) = current, symbols.contains(symbol) {
      try countOperator()
      advance()
      left = .arithmetic(symbol, left, try parseOperand(&self))
    }
    return left
  }

  private mutating func parseUnary(allowsFilters: Bool = true) throws -> Expression {
    var value: Expression
    if skip(symbol: "-") {
      value = .negative(try nested { try $0.parseUnary(allowsFilters: false) })
    } else if skip(symbol: "+") {
      value = .positive(try nested { try $0.parseUnary(allowsFilters: false) })
    } else {
      value = try parsePrimary()
    }
    value = try parsePostfix(value)
    return allowsFilters ? try parseFilters(value) : value
  }

  mutating func parsePrimary() throws -> Expression {
    switch current {
    case .name(let name):
      advance()
      return parseNamed(name)
    case .string(let first):
      advance()
      var text = first
      while case .string(let more) = current {
        text = text + more
        advance()
      }
      return .literal(.string(text))
    case .integer(let integer):
      advance()
      return .literal(.integer(integer))
    case .float(let float):
      advance()
      return .literal(.float(float))
    case .symbol("("): return try nested { try $0.parseParentheses() }
    case .symbol("["): return .list(try parseElements(opening: "[", closing: "]"))
    case .symbol("{"): return try parseDictionary()
    default: throw failure("expected a value, found \(current)")
    }
  }

  private mutating func parseNamed(_ name: String) -> Expression {
    switch name {
    case "true", "True": return .literal(.boolean(true))
    case "false", "False": return .literal(.boolean(false))
    case "none", "None": return .literal(.none)
    default:
      namesRead.insert(name)
      return .name(name)
    }
  }

  private mutating func parseParentheses() throws -> Expression {
    advance()
    if skip(symbol: ")") { return .tuple([]) }
    let value = try parseTuple()
    try expect(.symbol(")"))
    return value
  }

  private mutating func parseElements(opening: String, closing: String) throws -> [Expression] {
    try expect(.symbol(opening))
    var elements: [Expression] = []
    while !isSymbol(closing) {
      if !elements.isEmpty { try expect(.symbol(",")) }
      if isSymbol(closing) { break }
      elements.append(try parseExpression())
    }
    advance()
    return elements
  }

  private mutating func parseDictionary() throws -> Expression {
    advance()
    var pairs: [Jinja.Pair] = []
    while !isSymbol("}") {
      if !pairs.isEmpty { try expect(.symbol(",")) }
      if isSymbol("}") { break }
      let key = try parseExpression()
      try expect(.symbol(":"))
      pairs.append(Jinja.Pair(key: key, value: try parseExpression()))
    }
    advance()
    return .dictionary(pairs)
  }
}
