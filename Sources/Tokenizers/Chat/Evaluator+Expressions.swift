extension Jinja.Evaluator {
  typealias Value = Jinja.Value
  typealias Expression = Jinja.Expression

  func evaluate(_ expression: Expression) throws -> Value {
    try charge(1)
    return try deeper { try value(of: expression) }
  }

  // Each case is a function of its own, which keeps the stack of a deep evaluation small.
  private func value(of expression: Expression) throws -> Value {
    switch expression {
    case .literal(let literal): return Value(literal)
    case .name(let name): return scope.value(of: name) ?? .undefined(name)
    case .list(let elements): return try collected(elements, .list)
    case .tuple(let elements): return try collected(elements, .tuple)
    case .dictionary(let pairs): return try dictionary(pairs)
    case .attribute(let owner, let name): return try evaluate(owner).attribute(name)
    case .item(let owner, let key): return try evaluate(owner).item(evaluate(key))
    case .slice(let owner, let bounds): return try slice(owner, bounds)
    case .call(let function, let arguments): return try call(function, arguments)
    case .filter(let operand, let name, let arguments):
      return try apply(filter: name, to: evaluate(operand), evaluate(arguments))
    case .test(let operand, let name, let arguments):
      return .boolean(try passes(evaluate(operand), test: name, evaluate(arguments)))
    case .negative(let operand): return try signed(operand, isNegative: true)
    case .positive(let operand): return try signed(operand, isNegative: false)
    case .not(let operand): return .boolean(try !evaluate(operand).isTrue)
    case .and(let left, let right): return try either(left, right, stopsAt: false)
    case .or(let left, let right): return try either(left, right, stopsAt: true)
    case .arithmetic(let symbol, let left, let right):
      return try arithmetic(symbol, evaluate(left), evaluate(right))
    case .concatenation(let parts): return try concatenation(parts)
    case .comparison(let left, let links): return try comparison(left, links)
    case .conditional(let condition, let then, let otherwise):
      if try evaluate(condition).isTrue { return try evaluate(then) }
      return try otherwise.map { try evaluate($0) } ?? .undefined("a conditional without `else`")
    }
  }

  private func collected(_ elements: [Expression], _ kind: Jinja.Items.Kind) throws -> Value {
    try checked(.items(Jinja.Items(elements.map { try evaluate($0) }, kind)))
  }

  private func dictionary(_ pairs: [Jinja.Pair]) throws -> Value {
    let pairs = try pairs.map { (key: try evaluate($0.key), value: try evaluate($0.value)) }
    return try checked(.mapping(Jinja.Mapping(pairs)))
  }

  private func slice(_ owner: Expression, _ bounds: Jinja.Bounds) throws -> Value {
    func bound(_ expression: Expression?) throws -> Value {
      try expression.map { try evaluate($0) } ?? .none
    }
    let value = try evaluate(owner)
    return try checked(
      value.slice(from: bound(bounds.start), to: bound(bounds.stop), by: bound(bounds.step)))
  }

  private func either(_ left: Expression, _ right: Expression, stopsAt: Bool) throws -> Value {
    let value = try evaluate(left)
    return value.isTrue == stopsAt ? value : try evaluate(right)
  }

  private func arithmetic(_ symbol: String, _ left: Value, _ right: Value) throws -> Value {
    try checked(Value.arithmetic(symbol, left, right, limits))
  }

  private func signed(_ operand: Expression, isNegative: Bool) throws -> Value {
    let value = try evaluate(operand)
    guard let number = value.number else {
      throw Jinja.Failure("\(value.kindName) has no sign")
    }
    switch number {
    case .float(let float): return .float(isNegative ? -float : float)
    case .integer(let integer):
      return isNegative ? try arithmetic("-", .integer(0), .integer(integer)) : .integer(integer)
    }
  }

  private func concatenation(_ parts: [Expression]) throws -> Value {
    var result = Jinja.Text("")
    for part in parts {
      let text = try evaluate(part).text
      try limits.check(size: result.count + text.count)
      result.scalars += text.scalars
    }
    return try checked(.string(result))
  }

  private func comparison(_ first: Expression, _ links: [Jinja.Comparison]) throws -> Value {
    var left = try evaluate(first)
    for link in links {
      let right = try evaluate(link.right)
      try charge(comparing(left, right, link.symbol))
      guard try left.compares(link.symbol, right) else { return .boolean(false) }
      left = right
    }
    return .boolean(true)
  }

  /// What a comparison may cost: both sides are walked over at most once, the larger one for `in`.
  private func comparing(_ left: Value, _ right: Value, _ symbol: String) -> Int {
    let weights = (left.extent.weight, right.extent.weight)
    return symbol.hasSuffix("in") ? max(weights.0, weights.1) : min(weights.0, weights.1)
  }

  // MARK: Calls

  func evaluate(_ arguments: Jinja.Arguments) throws -> Jinja.CallArguments {
    var result = Jinja.CallArguments()
    result.positional = try arguments.positional.map { try evaluate($0) }
    for argument in arguments.named {
      guard let value = argument.value else { continue }
      result.named.append((argument.name, try evaluate(value)))
    }
    return result
  }

  private func call(_ function: Expression, _ arguments: Jinja.Arguments) throws -> Value {
    let function = try evaluate(function)
    return try call(function, evaluate(arguments))
  }

  func call(_ function: Value, _ arguments: Jinja.CallArguments) throws -> Value {
    guard case .function(let function) = function else {
      throw Jinja.Failure("\(function.kindName) cannot be called")
    }
    return try checked(function.body(arguments))
  }
}
