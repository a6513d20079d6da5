extension Jinja {
  /// A value while a template runs.
  enum Value {
    /// What a missing name or attribute gives; the text names it for messages.
    case undefined(String)
    case none
    case boolean(Bool)
    case integer(Int)
    case float(Double)
    case string(Text)
    case items(Items)
    case mapping(Mapping)
    case namespace(Namespace)
    case loop(Loop)
    case function(Function)
  }

  /// How deep and how large a value is, so that no walk over it can be endless.
  ///
  /// A value may hold another one many times, so that few statements could build one of 2¹⁰⁰ parts.
  struct Extent {
    var depth = 0
    var weight = 1

    static func around(_ values: some Sequence<Value>) -> Extent {
      var result = Extent(depth: 1, weight: 1)
      for value in values {
        let inner = value.extent
        result.depth = max(result.depth, inner.depth + 1)
        let (sum, overflow) = result.weight.addingReportingOverflow(inner.weight)
        result.weight = overflow ? .max : sum
      }
      return result
    }
  }

  /// A list or another of Python's ordered collections.
  struct Items {
    enum Kind: Equatable {
      case list, tuple
      /// `dict.items()` and the like: they have a length, but cannot be indexed.
      case view(String)
      /// The result of a lazy filter: always true, without length and index.
      case generator
    }

    let kind: Kind
    let elements: [Value]
    let extent: Extent

    init(_ elements: [Value], _ kind: Kind = .list) {
      self.kind = kind
      self.elements = elements
      extent = .around(elements)
    }
  }

  /// A dictionary, in order of insertion.
  struct Mapping {
    private(set) var entries: [(key: Value, value: Value)] = []
    let extent: Extent

    init(_ pairs: [(key: Value, value: Value)]) throws {
      var indices: [Text: Int] = [:]
      for pair in pairs {
        guard pair.key.isHashable else { throw Failure("a dictionary's key cannot be a list") }
        let name: Text? = if case .string(let text) = pair.key { text } else { nil }
        let known = name.map { indices[$0] } ?? entries.firstIndex { $0.key.equals(pair.key) }
        if let known {
          entries[known].value = pair.value
        } else {
          if let name { indices[name] = entries.count }
          entries.append(pair)
        }
      }
      extent = .around(entries.lazy.flatMap { [$0.key, $0.value] })
    }

    subscript(_ key: Value) -> Value? { entries.first { $0.key.equals(key) }?.value }
  }

  /// What `namespace()` gives: the one value that can be changed.
  final class Namespace {
    var attributes: [String: Value]

    init(_ attributes: [String: Value]) { self.attributes = attributes }
  }

  /// A macro, a method with its receiver, or a global function.
  final class Function {
    let name: String
    let body: (CallArguments) throws -> Value

    init(_ name: String, _ body: @escaping (CallArguments) throws -> Value) {
      self.name = name
      self.body = body
    }
  }

  /// The variable `loop`.
  final class Loop {
    let elements: [Value]
    var index = 0
    var lastChanged: Value?

    init(_ elements: [Value]) { self.elements = elements }
  }

  /// What stops a rendering; the line is added where the statement is known.
  struct Failure: Error {
    enum Kind { case failed, refused, limit }

    let reason: String
    let kind: Kind

    init(_ reason: String, _ kind: Kind = .failed) {
      self.reason = reason
      self.kind = kind
    }
  }

  /// Bounds on what a template may do.
  struct Limits {
    /// The most characters of a text, and parts of a list with all that it holds.
    var size = 1 << 24
    /// The most evaluations, iterations and characters made, together.
    var work = 1 << 28
    /// The deepest nesting of lists and dictionaries.
    var nesting = 100
    /// The deepest nesting of evaluations, macro calls among them: at most 2 MiB of stack.
    var depth = 300
    /// The longest `range`, as in Jinja's sandbox.
    var range = 100_000
  }
}

extension Jinja.Value {
  typealias Value = Jinja.Value
  typealias Text = Jinja.Text

  init(_ value: ChatValue) throws {
    switch value {
    case .null: self = .none
    case .boolean(let boolean): self = .boolean(boolean)
    case .integer(let integer): self = .integer(integer)
    case .number(let number): self = .float(number)
    case .string(let string): self = .string(Text(string))
    case .list(let elements): self = .items(Jinja.Items(try elements.map(Value.init)))
    case .dictionary(let entries):
      self = .mapping(
        try Jinja.Mapping(entries.map { (.string(Text($0.key)), try Value($0.value)) }))
    }
  }

  init(_ literal: Jinja.Literal) {
    switch literal {
    case .none: self = .none
    case .boolean(let boolean): self = .boolean(boolean)
    case .integer(let integer): self = .integer(integer)
    case .float(let float): self = .float(float)
    case .string(let text): self = .string(text)
    }
  }

  var extent: Jinja.Extent {
    switch self {
    case .string(let text): Jinja.Extent(depth: 0, weight: text.count + 1)
    case .items(let items): items.extent
    case .mapping(let mapping): mapping.extent
    default: Jinja.Extent()
    }
  }

  var isHashable: Bool {
    switch self {
    case .mapping: false
    case .items(let items): items.kind != .list && items.elements.allSatisfy(\.isHashable)
    default: true
    }
  }

  var isTrue: Bool {
    switch self {
    case .undefined, .none: false
    case .boolean(let boolean): boolean
    case .integer(let integer): integer != 0
    case .float(let float): float != 0
    case .string(let text): text.count > 0
    case .items(let items): items.kind == .generator || !items.elements.isEmpty
    case .mapping(let mapping): !mapping.entries.isEmpty
    case .namespace, .loop, .function: true
    }
  }

  /// What messages call the kind of this value.
  var kindName: String {
    switch self {
    case .undefined(let name): "the undefined `\(name)`"
    case .none: "none"
    case .boolean: "a truth value"
    case .integer: "an integer"
    case .float: "a number"
    case .string: "a text"
    case .items(let items): items.kind == .tuple ? "a tuple" : "a list"
    case .mapping: "a dictionary"
    case .namespace: "a namespace"
    case .loop: "a loop"
    case .function(let function): "the function `\(function.name)`"
    }
  }

  static func list(_ elements: [Value]) -> Value { .items(Jinja.Items(elements)) }

  static func tuple(_ elements: [Value]) -> Value { .items(Jinja.Items(elements, .tuple)) }
}
