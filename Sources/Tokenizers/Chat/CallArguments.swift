extension Jinja {
  /// The values that a function, filter or test is called with.
  struct CallArguments {
    var positional: [Value] = []
    var named: [(name: String, value: Value)] = []

    /// Matches the values with a function's parameters.
    ///
    /// - Parameters:
    ///   - function: The function's name, for messages.
    ///   - parameters: The parameters' names, in order.
    ///   - required: How many of them must be given.
    func bound(
      to function: String, _ parameters: [String], required: Int = 0
    ) throws -> [Value?] {
      guard positional.count <= parameters.count else {
        throw Failure("`\(function)` takes at most \(parameters.count) arguments")
      }
      var result: [Value?] = positional
      result += [Value?](repeating: nil, count: parameters.count - positional.count)
      for (name, value) in named {
        guard let index = parameters.firstIndex(of: name), result[index] == nil else {
          throw Failure("`\(function)` has no argument `\(name)`, or has it twice")
        }
        result[index] = value
      }
      if let missing = result.prefix(required).firstIndex(where: { $0 == nil }) {
        throw Failure("`\(function)` needs the argument `\(parameters[missing])`")
      }
      return result
    }
  }
}

extension Jinja.Value? {
  /// The text given for an optional argument; none counts as not given.
  func text(_ what: String) throws -> Jinja.Text? {
    switch self {
    case nil, .some(.none): return nil
    case .string(let text): return text
    case .some(let value): throw Jinja.Failure("\(what) is \(value.kindName), not a text")
    }
  }

  /// The integer given for an optional argument; none counts as not given.
  func integer(_ what: String) throws -> Int? {
    switch self {
    case nil, .some(.none): return nil
    case .some(let value):
      guard case .integer(let integer)? = value.number else {
        throw Jinja.Failure("\(what) is \(value.kindName), not an integer")
      }
      return integer
    }
  }

  /// Whether an optional argument was given and is true.
  var isTrue: Bool { self?.isTrue ?? false }
}
