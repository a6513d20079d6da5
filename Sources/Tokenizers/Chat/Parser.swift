extension Jinja {
  /// Reads the statements of a template; see `Parser+Expressions.swift` for what is inside them.
  struct Parser {
    /// How deep expressions and statements may nest, as each level costs stack.
    static let maximumDepth = 100
    /// How many operators a statement may have, as `a + b + c…` nests too.
    static let maximumOperatorCount = 1000

    let tokens: [Token]
    var position = 0
    var depth = 0
    var operatorCount = 0
    /// The names that were read since the innermost macro began.
    var namesRead: Set<String> = []
    var loopDepth = 0
    /// The line of the tag that was read last.
    private var tagLine = 1

    init(_ tokens: [Token]) { self.tokens = tokens }

    mutating func parseTemplate() throws -> [Statement] {
      let (body, _) = try parseBody(until: [])
      return body
    }

    // MARK: Tokens

    var current: Token.Kind { tokens[position].kind }

    var line: Int { tokens[position].line }

    mutating func advance() {
      if position + 1 < tokens.count { position += 1 }
    }

    func isSymbol(_ symbol: String) -> Bool { current == .symbol(symbol) }

    func isName(_ name: String) -> Bool { current == .name(name) }

    mutating func skip(symbol: String) -> Bool {
      guard isSymbol(symbol) else { return false }
      advance()
      return true
    }

    mutating func skip(name: String) -> Bool {
      guard isName(name) else { return false }
      advance()
      return true
    }

    mutating func expect(_ kind: Token.Kind) throws {
      guard current == kind else { throw failure("expected \(kind), found \(current)") }
      advance()
    }

    mutating func expectName() throws -> String {
      guard case .name(let name) = current else {
        throw failure("expected a name, found \(current)")
      }
      advance()
      return name
    }

    func failure(_ reason: String) -> ChatTemplateError { .syntax(line: line, reason: reason) }

    mutating func nested<Result>(_ parse: (inout Parser) throws -> Result) throws -> Result {
      depth += 1
      defer { depth -= 1 }
      guard depth <= Self.maximumDepth else {
        throw failure("it nests deeper than \(Self.maximumDepth) levels")
      }
      return try parse(&self)
    }

    // MARK: Statements

    /// Reads statements up to a tag with one of these names, and over that name.
    mutating func parseBody(until ends: [String]) throws -> ([Statement], end: String) {
      try nested { try $0.parseStatements(until: ends) }
    }

    private mutating func parseStatements(until ends: [String]) throws -> ([Statement], String) {
      let start = tagLine
      var body: [Statement] = []
      while true {
        let line = self.line
        operatorCount = 0
        switch current {
        case .end:
          guard ends.isEmpty else {
            throw ChatTemplateError.syntax(
              line: start, reason: "the block that starts here has no `{% \(ends[0]) %}`")
          }
          return (body, "")
        case .data(let text):
          advance()
          body.append(Statement(line: line, action: .data(text)))
        case .variableBegin:
          advance()
          body.append(Statement(line: line, action: .output(try parseTuple())))
          try expect(.variableEnd)
        default:
          try expect(.blockBegin)
          tagLine = line
          let name = try expectName()
          if ends.contains(name) { return (body, name) }
          body.append(Statement(line: line, action: try parseAction(name)))
        }
      }
    }

    /// Reads the tag whose name was just read, to the end of its block.
    private mutating func parseAction(_ name: String) throws -> Action {
      switch name {
      case "if": return try parseChoice()
      case "for": return try parseLoop()
      case "set": return try parseAssignment()
      case "macro": return try parseMacro()
      case "call": return try parseCallBlock()
      case "filter": return try parseFilterBlock()
      case "with": return try parseWith()
      case "generation":
        try expect(.blockEnd)
        return .scope([], try parseInner(until: "endgeneration"))
      case "break", "continue":
        guard loopDepth > 0 else { throw failure("`{% \(name) %}` stands outside of a loop") }
        try expect(.blockEnd)
        return name == "break" ? .breakLoop : .continueLoop
      default:
        throw failure("the tag `{% \(name) %}` is not known here")
      }
    }

    /// Reads a body and its closing tag.
    private mutating func parseInner(until end: String) throws -> [Statement] {
      let (body, _) = try parseBody(until: [end])
      try expect(.blockEnd)
      return body
    }

    private mutating func parseChoice() throws -> Action {
      var branches: [Branch] = []
      while true {
        let condition = try parseTuple(allowsConditional: false)
        try expect(.blockEnd)
        let (body, end) = try parseBody(until: ["endif", "elif", "else"])
        branches.append(Branch(condition: condition, body: body))
        if end == "elif" { continue }
        try expect(.blockEnd)
        let otherwise = end == "else" ? try parseInner(until: "endif") : []
        return .choice(branches, otherwise: otherwise)
      }
    }

    private mutating func parseLoop() throws -> Action {
      let target = try parseTarget(until: "in")
      guard skip(name: "in") else { throw failure("`{% for %}` has no `in`") }
      let sequence = try parseTuple(allowsConditional: false)
      let condition = skip(name: "if") ? try parseExpression() : nil
      if isName("recursive") { throw failure("`{% for … recursive %}` is not supported") }
      try expect(.blockEnd)
      loopDepth += 1
      let (body, end) = try parseBody(until: ["endfor", "else"])
      loopDepth -= 1
      try expect(.blockEnd)
      let otherwise = end == "else" ? try parseInner(until: "endfor") : []
      return .loop(
        ForLoop(
          target: target, sequence: sequence, condition: condition, body: body,
          otherwise: otherwise))
    }

    private mutating func parseAssignment() throws -> Action {
      let target = try parseTarget()
      if skip(symbol: "=") {
        let value = try parseTuple()
        try expect(.blockEnd)
        return .assignment(target, value)
      }
      let filters = try parseFilterCalls()
      try expect(.blockEnd)
      return .capture(target, filters: filters, try parseInner(until: "endset"))
    }

    private mutating func parseFilterBlock() throws -> Action {
      let filters = [try parseFilterCall()] + (try parseFilterCalls())
      try expect(.blockEnd)
      return .filtered(filters, try parseInner(until: "endfilter"))
    }

    private mutating func parseWith() throws -> Action {
      var bindings: [WithBinding] = []
      while current != .blockEnd {
        if !bindings.isEmpty { try expect(.symbol(",")) }
        let target = try parseTarget(isSingle: true)
        try expect(.symbol("="))
        bindings.append(WithBinding(target: target, value: try parseExpression()))
      }
      advance()
      return .scope(bindings, try parseInner(until: "endwith"))
    }

    /// Reads what is assigned to: names, `namespace.attribute`, or several of them.
    private mutating func parseTarget(
      until end: String? = nil, isSingle: Bool = false
    ) throws -> Target {
      var targets: [Target] = []
      var isTuple = false
      repeat {
        if let end, isName(end) { break }
        if isSymbol("=") || current == .blockEnd { break }
        targets.append(try nested { try $0.parseSingleTarget() })
        if isSingle { break }
        isTuple = isTuple || isSymbol(",")
      } while skip(symbol: ",")
      guard let first = targets.first else { throw failure("a name to assign to is missing") }
      return isTuple ? .tuple(targets) : first
    }

    private mutating func parseSingleTarget() throws -> Target {
      if skip(symbol: "(") {
        var targets = [try nested { try $0.parseSingleTarget() }]
        let isTuple = isSymbol(",")
        while skip(symbol: ","), !isSymbol(")") {
          targets.append(try nested { try $0.parseSingleTarget() })
        }
        try expect(.symbol(")"))
        return isTuple ? .tuple(targets) : targets[0]
      }
      let name = try expectName()
      guard !["true", "false", "none", "True", "False", "None"].contains(name) else {
        throw failure("`\(name)` cannot be assigned to")
      }
      return skip(symbol: ".") ? .attribute(namespace: name, try expectName()) : .name(name)
    }

    // MARK: Macros

    private mutating func parseMacro() throws -> Action {
      let name = try expectName()
      let parameters = try parseParameters()
      return .macro(try parseMacroBody(name, parameters, until: "endmacro"))
    }

    private mutating func parseCallBlock() throws -> Action {
      let parameters = isSymbol("(") ? try parseParameters() : []
      guard case .call(let function, let arguments) = try parseExpression() else {
        throw failure("`{% call %}` calls nothing")
      }
      let caller = try parseMacroBody("caller", parameters, until: "endcall")
      return .callBlock(function, arguments, caller: caller)
    }

    private mutating func parseParameters() throws -> [NamedArgument] {
      try expect(.symbol("("))
      var parameters: [NamedArgument] = []
      while !isSymbol(")") {
        if !parameters.isEmpty { try expect(.symbol(",")) }
        let name = try expectName()
        let value = skip(symbol: "=") ? try parseExpression() : nil
        guard value != nil || parameters.last?.value == nil else {
          throw failure("the parameter `\(name)` needs a default, as the one before it has one")
        }
        parameters.append(NamedArgument(name: name, value: value))
      }
      advance()
      return parameters
    }

    private mutating func parseMacroBody(
      _ name: String, _ parameters: [NamedArgument], until end: String
    ) throws -> Macro {
      let outer = (namesRead, loopDepth)
      (namesRead, loopDepth) = ([], 0)
      defer { (namesRead, loopDepth) = (outer.0.union(namesRead), outer.1) }
      try expect(.blockEnd)
      let body = try parseInner(until: end)
      return Macro(
        name: name, parameters: parameters, body: body,
        takesMorePositional: namesRead.contains("varargs"),
        takesMoreNamed: namesRead.contains("kwargs"), takesCaller: namesRead.contains("caller"))
    }
  }
}
