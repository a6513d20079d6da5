/// The interpreter of chat templates: lexer, parser, evaluator.
enum Jinja {}

extension Jinja {
  /// What stands for itself in a template.
  enum Literal: Sendable {
    case none
    case boolean(Bool)
    case integer(Int)
    case float(Double)
    case string(Text)
  }

  /// Something that has a value.
  indirect enum Expression: Sendable {
    case literal(Literal)
    case name(String)
    case list([Expression])
    case tuple([Expression])
    case dictionary([Pair])
    case attribute(Expression, String)
    case item(Expression, Expression)
    case slice(Expression, Bounds)
    case call(Expression, Arguments)
    case filter(Expression, String, Arguments)
    case test(Expression, String, Arguments)
    case negative(Expression)
    case positive(Expression)
    case not(Expression)
    case and(Expression, Expression)
    case or(Expression, Expression)
    case arithmetic(String, Expression, Expression)
    case concatenation([Expression])
    case comparison(Expression, [Comparison])
    case conditional(Expression, then: Expression, otherwise: Expression?)
  }

  /// `key: value` of a dictionary.
  struct Pair: Sendable {
    let key: Expression
    let value: Expression
  }

  /// `start:stop:step` of a slice.
  struct Bounds: Sendable {
    var start: Expression?
    var stop: Expression?
    var step: Expression?
  }

  /// One link of a chain such as `1 < x <= 3`.
  struct Comparison: Sendable {
    let symbol: String
    let right: Expression
  }

  /// What a function, filter or test is called with.
  struct Arguments: Sendable {
    var positional: [Expression] = []
    var named: [NamedArgument] = []
  }

  /// `name=value` of a call, and a macro's parameter with its default.
  struct NamedArgument: Sendable {
    let name: String
    let value: Expression?
  }

  /// What an assignment or loop assigns to.
  indirect enum Target: Sendable {
    case name(String)
    case attribute(namespace: String, String)
    case tuple([Target])
  }

  /// A statement and the line that it starts on.
  struct Statement: Sendable {
    let line: Int
    let action: Action
  }

  /// Something that has an effect.
  indirect enum Action: Sendable {
    case data(Text)
    case output(Expression)
    case choice([Branch], otherwise: [Statement])
    case loop(ForLoop)
    case assignment(Target, Expression)
    case capture(Target, filters: [FilterCall], [Statement])
    case filtered([FilterCall], [Statement])
    case macro(Macro)
    case callBlock(Expression, Arguments, caller: Macro)
    case scope([WithBinding], [Statement])
    case breakLoop
    case continueLoop
  }

  /// One arm of an `if`.
  struct Branch: Sendable {
    let condition: Expression
    let body: [Statement]
  }

  /// `{% for target in sequence if condition %}`.
  struct ForLoop: Sendable {
    let target: Target
    let sequence: Expression
    let condition: Expression?
    let body: [Statement]
    let otherwise: [Statement]
  }

  /// A filter without what it is applied to.
  struct FilterCall: Sendable {
    let name: String
    let arguments: Arguments
  }

  /// `target = value` of a `with`.
  struct WithBinding: Sendable {
    let target: Target
    let value: Expression
  }

  /// A macro, or the body of a `call` block.
  struct Macro: Sendable {
    let name: String
    let parameters: [NamedArgument]
    let body: [Statement]
    let takesMorePositional: Bool
    let takesMoreNamed: Bool
    let takesCaller: Bool
  }
}
