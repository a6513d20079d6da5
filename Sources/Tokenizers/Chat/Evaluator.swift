internal import Foundation

extension Jinja {
  /// The names of a block; those of the blocks around it are reached through `parent`.
  final class Scope {
    var names: [String: Value] = [:]
    let parent: Scope?

    init(in parent: Scope? = nil) { self.parent = parent }

    func value(of name: String) -> Value? {
      var scope: Scope? = self
      while let current = scope {
        if let value = current.names[name] { return value }
        scope = current.parent
      }
      return nil
    }
  }

  /// Runs a template's statements; see `Evaluator+Expressions.swift` for their expressions.
  final class Evaluator {
    /// How a statement ends.
    enum Flow { case normal, breaks, continues }

    let limits: Limits
    let now: Date
    var scope = Scope()
    var output = Text("")
    var line = 1
    var depth = 0
    var work = 0
    /// What could hold itself, and is emptied in the end.
    private var scopesWithMacros: [Scope] = []
    private var namespaces: [Namespace] = []

    init(limits: Limits, now: Date) {
      self.limits = limits
      self.now = now
    }

    func render(_ body: [Statement], variables: [String: ChatValue]) throws -> String {
      defer { release() }
      do {
        scope.names = globals
        scope = Scope(in: scope)
        for (name, value) in variables { scope.names[name] = try checked(Value(value)) }
        _ = try run(body)
        return output.string
      } catch let failure as Failure {
        throw switch failure.kind {
        case .failed: ChatTemplateError.rendering(line: line, reason: failure.reason)
        case .refused: ChatTemplateError.refused(line: line, message: failure.reason)
        case .limit: ChatTemplateError.limit(line: line, reason: failure.reason)
        }
      }
    }

    private func release() {
      for scope in scopesWithMacros { scope.names = [:] }
      for namespace in namespaces { namespace.attributes = [:] }
    }

    // MARK: Limits

    func charge(_ amount: Int) throws {
      work += amount
      guard work <= limits.work else {
        throw Failure("it does more than \(limits.work) steps of work", .limit)
      }
    }

    /// Refuses a new value that is too large or nests too deep.
    func checked(_ value: Value) throws -> Value {
      let extent = value.extent
      try limits.check(size: extent.weight)
      guard extent.depth <= limits.nesting else {
        throw Failure("a value nests deeper than \(limits.nesting) levels", .limit)
      }
      switch value {
      case .string(let text): try charge(text.count)
      case .items(let items): try charge(items.elements.count)
      case .mapping(let mapping): try charge(mapping.entries.count)
      default: break
      }
      return value
    }

    /// Runs something one level deeper.
    func deeper<Result>(_ body: () throws -> Result) throws -> Result {
      depth += 1
      defer { depth -= 1 }
      guard depth <= limits.depth else {
        throw Failure("it nests deeper than \(limits.depth) levels of calls", .limit)
      }
      return try body()
    }

    func track(_ namespace: Namespace) { namespaces.append(namespace) }

    // MARK: Statements

    func run(_ body: [Statement]) throws -> Flow {
      for statement in body {
        line = statement.line
        try charge(1)
        let flow = try deeper { try run(statement.action) }
        if flow != .normal { return flow }
      }
      return .normal
    }

    private func run(_ action: Action) throws -> Flow {
      switch action {
      case .data(let text): try write(text)
      case .output(let expression): try write(evaluate(expression).text)
      case .choice(let branches, let otherwise): return try choose(branches, otherwise)
      case .loop(let loop): try runLoop(loop)
      case .assignment(let target, let value): try assign(evaluate(value), to: target)
      case .capture(let target, let filters, let body):
        try assign(filtered(captured(body), filters), to: target)
      case .filtered(let filters, let body): try write(filtered(captured(body), filters).text)
      case .macro(let macro): try define(macro)
      case .callBlock(let function, let arguments, let caller):
        try runCallBlock(function, arguments, caller)
      case .scope(let bindings, let body): return try runScope(bindings, body)
      case .breakLoop: return .breaks
      case .continueLoop: return .continues
      }
      return .normal
    }

    private func write(_ text: Text) throws {
      try charge(text.count)
      try limits.check(size: output.count + text.count)
      output.scalars += text.scalars
    }

    private func choose(_ branches: [Branch], _ otherwise: [Statement]) throws -> Flow {
      for branch in branches where try evaluate(branch.condition).isTrue {
        return try run(branch.body)
      }
      return try run(otherwise)
    }

    /// Runs something in a scope of its own.
    func scoped<Result>(in parent: Scope? = nil, _ body: () throws -> Result) rethrows -> Result {
      let outer = scope
      scope = Scope(in: parent ?? outer)
      defer { scope = outer }
      return try body()
    }

    private func captured(_ body: [Statement]) throws -> Value {
      .string(try capturing { _ = try scoped { try run(body) } })
    }

    private func capturing(_ body: () throws -> Void) throws -> Text {
      let outer = output
      output = Text("")
      defer { output = outer }
      try body()
      return output
    }

    private func filtered(_ value: Value, _ filters: [FilterCall]) throws -> Value {
      try filters.reduce(value) { value, filter in
        try apply(filter: filter.name, to: value, evaluate(filter.arguments))
      }
    }

    private func runScope(_ bindings: [WithBinding], _ body: [Statement]) throws -> Flow {
      let values = try bindings.map { try evaluate($0.value) }
      return try scoped {
        for (binding, value) in zip(bindings, values) { try assign(value, to: binding.target) }
        return try run(body)
      }
    }

    func assign(_ value: Value, to target: Target) throws {
      switch target {
      case .name(let name): scope.names[name] = value
      case .attribute(let name, let attribute):
        guard case .namespace(let namespace)? = scope.value(of: name) else {
          throw Failure("`\(name)` is no namespace, so that `\(name).\(attribute)` cannot be set")
        }
        namespace.attributes[attribute] = value
      case .tuple(let targets):
        let elements = try value.elements()
        guard elements.count == targets.count else {
          throw Failure("\(elements.count) values cannot be assigned to \(targets.count) names")
        }
        for (target, element) in zip(targets, elements) { try assign(element, to: target) }
      }
    }

    // MARK: Loops

    private func runLoop(_ statement: ForLoop) throws {
      var elements = try evaluate(statement.sequence).elements()
      try charge(elements.count)
      if let condition = statement.condition {
        elements = try elements.filter { element in
          try scoped {
            try assign(element, to: statement.target)
            return try evaluate(condition).isTrue
          }
        }
      }
      if elements.isEmpty {
        _ = try scoped { try run(statement.otherwise) }
      } else {
        try runIterations(of: statement, over: elements)
      }
    }

    private func runIterations(of statement: ForLoop, over elements: [Value]) throws {
      let loop = Loop(elements)
      for (index, element) in elements.enumerated() {
        loop.index = index
        let flow = try scoped {
          try assign(element, to: statement.target)
          scope.names["loop"] = .loop(loop)
          return try run(statement.body)
        }
        if flow == .breaks { return }
      }
    }

    // MARK: Macros

    private func define(_ macro: Macro) throws {
      scope.names[macro.name] = .function(function(of: macro))
    }

    private func runCallBlock(
      _ function: Expression, _ arguments: Arguments, _ caller: Macro
    ) throws {
      var values = try evaluate(arguments)
      values.named.append(("caller", .function(self.function(of: caller))))
      try write(call(evaluate(function), values).text)
    }

    private func function(of macro: Macro) -> Function {
      let definitionScope = scope
      scopesWithMacros.append(definitionScope)
      return Function(macro.name) { [unowned self] arguments in
        let line = self.line
        let text = try deeper {
          Value.string(
            try capturing {
              try scoped(in: definitionScope) {
                try bind(arguments, to: macro)
                _ = try run(macro.body)
              }
            })
        }
        self.line = line
        return text
      }
    }

    private func bind(_ arguments: CallArguments, to macro: Macro) throws {
      let names = macro.parameters.map(\.name)
      let rest = arguments.positional.dropFirst(names.count)
      guard rest.isEmpty || macro.takesMorePositional else {
        throw Failure("the macro `\(macro.name)` takes at most \(names.count) arguments")
      }
      var named = arguments.named
      if macro.takesCaller {
        let caller = named.last { $0.name == "caller" }?.value
        scope.names["caller"] = caller ?? .undefined("caller")
        named.removeAll { $0.name == "caller" }
      }
      let others = named.filter { !names.contains($0.name) }
      guard others.isEmpty || macro.takesMoreNamed else {
        throw Failure("the macro `\(macro.name)` has no parameter `\(others[0].name)`")
      }
      let known = CallArguments(
        positional: Array(arguments.positional.prefix(names.count)),
        named: named.filter { names.contains($0.name) })
      for (parameter, value) in zip(macro.parameters, try known.bound(to: macro.name, names)) {
        let usual = try parameter.value.map { try value ?? evaluate($0) }
        scope.names[parameter.name] = value ?? usual ?? .undefined(parameter.name)
      }
      if macro.takesMorePositional { scope.names["varargs"] = .tuple(Array(rest)) }
      if macro.takesMoreNamed {
        let pairs = others.map { (key: Value.string(Text($0.name)), value: $0.value) }
        scope.names["kwargs"] = .mapping(try Mapping(pairs))
      }
    }
  }
}
