internal import Foundation

extension Jinja.Evaluator {
  /// The functions that every template can call.
  var globals: [String: Value] {
    let functions = [
      Jinja.Function("range") { [limits] in try Self.range($0, limits) },
      Jinja.Function("namespace") { [unowned self] in try namespace($0) },
      Jinja.Function("dict") { .mapping(try Self.mapping($0, "dict")) },
      Jinja.Function("raise_exception") {
        let message = try $0.bound(to: "raise_exception", ["message"], required: 1)[0]
        throw Jinja.Failure(message?.text.string ?? "", .refused)
      },
      Jinja.Function("strftime_now") { [now] in
        let format = try $0.bound(to: "strftime_now", ["format"], required: 1)[0]
        return .string(try Self.formatted(now, format.text("the format of `strftime_now`") ?? ""))
      },
    ]
    return Dictionary(uniqueKeysWithValues: functions.map { ($0.name, .function($0)) })
  }

  private static func range(
    _ arguments: Jinja.CallArguments, _ limits: Jinja.Limits
  ) throws -> Value {
    let given = try arguments.bound(to: "range", ["start", "stop", "step"], required: 1)
      .map { try $0.integer("an argument of `range`") }
    let start = given[1] == nil ? 0 : given[0] ?? 0
    let stop = given[1] ?? given[0] ?? 0
    let step = given[2] ?? 1
    guard step != 0 else { throw Jinja.Failure("the step of `range` is zero") }
    let numbers = stride(from: start, to: stop, by: step)
    var elements: [Value] = []
    for number in numbers {
      guard elements.count < limits.range else {
        throw Jinja.Failure("`range` is longer than \(limits.range)", .limit)
      }
      elements.append(.integer(number))
    }
    return .list(elements)
  }

  private static func mapping(
    _ arguments: Jinja.CallArguments, _ function: String
  ) throws -> Jinja.Mapping {
    var pairs: [(key: Value, value: Value)] = []
    guard arguments.positional.count <= 1 else {
      throw Jinja.Failure("`\(function)` takes at most one argument without a name")
    }
    switch arguments.positional.first {
    case nil: break
    case .mapping(let mapping): pairs = mapping.entries
    case .some(let value):
      pairs = try value.elements().map {
        let pair = try $0.elements()
        guard pair.count == 2 else { throw Jinja.Failure("`\(function)` needs pairs") }
        return (key: pair[0], value: pair[1])
      }
    }
    pairs += arguments.named.map { (key: .string(Jinja.Text($0.name)), value: $0.value) }
    return try Jinja.Mapping(pairs)
  }

  private func namespace(_ arguments: Jinja.CallArguments) throws -> Value {
    var attributes: [String: Value] = [:]
    for entry in try Self.mapping(arguments, "namespace").entries {
      attributes[entry.key.text.string] = try checked(entry.value)
    }
    let namespace = Jinja.Namespace(attributes)
    track(namespace)
    return .namespace(namespace)
  }

  /// The date as C's `strftime` writes it, in the time zone of this machine.
  private static func formatted(_ date: Date, _ format: Jinja.Text) throws -> Jinja.Text {
    guard format.count > 0 else { return "" }
    guard format.count <= 100, !format.scalars.contains("\0") else {
      throw Jinja.Failure("the format of `strftime_now` is longer than 100 characters")
    }
    var seconds = time_t(date.timeIntervalSince1970.rounded(.down))
    var parts = tm()
    localtime_r(&seconds, &parts)
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = strftime(&buffer, buffer.count, format.string, &parts)
    return Jinja.Text(
      String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self))
  }
}

extension Jinja.Loop {
  func attribute(_ name: String) -> Jinja.Value? {
    let count = elements.count
    switch name {
    case "index": return .integer(index + 1)
    case "index0": return .integer(index)
    case "revindex": return .integer(count - index)
    case "revindex0": return .integer(count - index - 1)
    case "first": return .boolean(index == 0)
    case "last": return .boolean(index == count - 1)
    case "length": return .integer(count)
    // These count the levels of a recursive loop, which is not supported.
    case "depth": return .integer(1)
    case "depth0": return .integer(0)
    case "previtem": return index > 0 ? elements[index - 1] : .undefined("loop.previtem")
    case "nextitem": return index + 1 < count ? elements[index + 1] : .undefined("loop.nextitem")
    case "cycle": return .function(Jinja.Function("loop.cycle") { try self.cycled($0) })
    case "changed": return .function(Jinja.Function("loop.changed") { try self.changed($0) })
    default: return nil
    }
  }

  private func cycled(_ arguments: Jinja.CallArguments) throws -> Jinja.Value {
    guard !arguments.positional.isEmpty else { throw Jinja.Failure("`loop.cycle` has no values") }
    return arguments.positional[index % arguments.positional.count]
  }

  private func changed(_ arguments: Jinja.CallArguments) throws -> Jinja.Value {
    let value = Jinja.Value.tuple(arguments.positional)
    defer { lastChanged = value }
    return .boolean(!(lastChanged?.equals(value) ?? false))
  }
}
