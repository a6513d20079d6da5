// What follows a value: `.name`, `[key]`, `(arguments)`, `| filter` and `is test`.
extension Jinja.Parser {
  mutating func parsePostfix(_ start: Expression) throws -> Expression {
    var value = start
    while true {
      switch current {
      case .symbol("."): value = try parseDot(value)
      case .symbol("["): value = try parseSubscript(value)
      case .symbol("("): value = .call(value, try parseArguments())
      default: return value
      }
      try countOperator()
    }
  }

  private mutating func parseDot(_ value: Expression) throws -> Expression {
    advance()
    if case .integer(let index) = current {
      advance()
      return .item(value, .literal(.integer(index)))
    }
    return .attribute(value, try expectName())
  }

  private mutating func parseSubscript(_ value: Expression) throws -> Expression {
    advance()
    let start = isSymbol(":") ? nil : try parseExpression()
    var bounds = Jinja.Bounds(start: start)
    if let start, !isSymbol(":") {
      let key = isSymbol(",") ? try parseKey(from: start) : start
      try expect(.symbol("]"))
      return .item(value, key)
    }
    try expect(.symbol(":"))
    if !isSymbol("]") && !isSymbol(":") { bounds.stop = try parseExpression() }
    if skip(symbol: ":"), !isSymbol("]") { bounds.step = try parseExpression() }
    try expect(.symbol("]"))
    return .slice(value, bounds)
  }

  /// Reads the rest of the tuple in `value[1, 2]`.
  private mutating func parseKey(from start: Expression) throws -> Expression {
    var elements = [start]
    while skip(symbol: ","), !isSymbol("]") { elements.append(try parseExpression()) }
    return .tuple(elements)
  }

  mutating func parseArguments() throws -> Jinja.Arguments {
    try expect(.symbol("("))
    var arguments = Jinja.Arguments()
    var isFirst = true
    while !isSymbol(")") {
      if !isFirst { try expect(.symbol(",")) }
      isFirst = false
      if isSymbol(")") { break }
      if isSymbol("*") || isSymbol("**") { throw failure("`*` before an argument is unsupported") }
      if case .name(let name) = current, tokens[position + 1].kind == .symbol("=") {
        position += 2
        let value = try parseExpression()
        arguments.named.append(Jinja.NamedArgument(name: name, value: value))
      } else {
        guard arguments.named.isEmpty else {
          throw failure("an argument without a name follows one with a name")
        }
        arguments.positional.append(try parseExpression())
      }
    }
    advance()
    return arguments
  }

  // MARK: Filters and tests

  mutating func parseFilters(_ start: Expression) throws -> Expression {
    var value = start
    while true {
      if skip(symbol: "|") {
        let call = try parseFilterCall()
        value = .filter(value, call.name, call.arguments)
      } else if skip(name: "is") {
        value = try parseTest(value)
      } else if isSymbol("(") {
        value = .call(value, try parseArguments())
      } else {
        return value
      }
      try countOperator()
    }
  }

  mutating func parseFilterCall() throws -> Jinja.FilterCall {
    let name = try expectName()
    let arguments = isSymbol("(") ? try parseArguments() : Jinja.Arguments()
    return Jinja.FilterCall(name: name, arguments: arguments)
  }

  mutating func parseFilterCalls() throws -> [Jinja.FilterCall] {
    var calls: [Jinja.FilterCall] = []
    while skip(symbol: "|") { calls.append(try parseFilterCall()) }
    return calls
  }

  private mutating func parseTest(_ value: Expression) throws -> Expression {
    let isNegated = skip(name: "not")
    let name = try expectName()
    var arguments = Jinja.Arguments()
    if isSymbol("(") {
      arguments = try parseArguments()
    } else if startsTestArgument {
      if isName("is") { throw failure("tests cannot be chained with `is`") }
      arguments.positional = [try nested { try $0.parsePostfix($0.parsePrimary()) }]
    }
    let test = Expression.test(value, name, arguments)
    return isNegated ? .not(test) : test
  }

  private var startsTestArgument: Bool {
    switch current {
    case .name(let name): !["else", "or", "and"].contains(name)
    case .string, .integer, .float, .symbol("["), .symbol("{"): true
    default: false
    }
  }
}
