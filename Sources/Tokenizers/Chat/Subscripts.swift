extension Jinja.Value {
  /// What `value[key]` gives; undefined where there is nothing.
  func item(_ key: Value) throws -> Value {
    switch (self, key.number) {
    case (.undefined(let name), _):
      throw Jinja.Failure("`\(name)` is undefined, and has no items")
    case (.mapping(let mapping), _):
      if let value = mapping[key] { return value }
    case (.items(let items), .integer(let index)?)
    where items.kind == .list || items.kind == .tuple:
      let count = items.elements.count
      if -count <= index, index < count { return items.elements[index < 0 ? index + count : index] }
    case (.string(let text), .integer(let index)?):
      if -text.count <= index, index < text.count {
        return .string(Text([text.scalars[index < 0 ? index + text.count : index]]))
      }
    default: break
    }
    if case .string(let name) = key {
      return try ownAttribute(name.string) ?? .undefined(name.string)
    }
    return .undefined(key.representation.string)
  }

  /// What `value.name` gives; undefined where there is nothing.
  func attribute(_ name: String) throws -> Value {
    if let value = try ownAttribute(name) { return value }
    if case .mapping(let mapping) = self, let value = mapping[.string(Text(name))] { return value }
    return .undefined(name)
  }

  /// An attribute or method, as opposed to an entry of a dictionary.
  private func ownAttribute(_ name: String) throws -> Value? {
    switch self {
    case .undefined(let value):
      throw Jinja.Failure("`\(value)` is undefined, and has no attribute `\(name)`")
    case .namespace(let namespace): return namespace.attributes[name]
    case .loop(let loop): return loop.attribute(name)
    case .string, .mapping, .items: return method(name)
    default: return nil
    }
  }

  /// What `value[start:stop:step]` gives, as in Python.
  func slice(from start: Value, to stop: Value, by step: Value) throws -> Value {
    let step = try Self.bound(step) ?? 1
    guard step != 0 else { throw Jinja.Failure("a slice's step is zero") }
    func indices(_ count: Int) throws -> StrideTo<Int> {
      let lowest = step > 0 ? 0 : -1
      let highest = step > 0 ? count : count - 1
      func clamped(_ bound: Int?, _ otherwise: Int) -> Int {
        guard let bound else { return otherwise }
        return bound < 0 ? max(lowest, max(bound, -count - 1) + count) : min(bound, highest)
      }
      let first = clamped(try Self.bound(start), step > 0 ? lowest : highest)
      let end = clamped(try Self.bound(stop), step > 0 ? highest : lowest)
      // A stride past the ends of the integers would trap.
      return stride(from: first, to: end, by: max(-count - 1, min(count + 1, step)))
    }
    switch self {
    case .string(let text):
      return .string(Text(try indices(text.count).map { text.scalars[$0] }))
    case .items(let items) where items.kind == .list || items.kind == .tuple:
      let elements = try indices(items.elements.count).map { items.elements[$0] }
      return .items(Jinja.Items(elements, items.kind))
    default: throw Jinja.Failure("\(kindName) cannot be sliced")
    }
  }

  private static func bound(_ value: Value) throws -> Int? {
    if case .none = value { return nil }
    guard case .integer(let bound)? = value.number else {
      throw Jinja.Failure("a slice's bound is \(value.kindName), not an integer")
    }
    return bound
  }

  /// The elements that a loop walks over.
  func elements() throws -> [Value] {
    switch self {
    case .undefined: []
    case .string(let text): text.scalars.map { .string(Text([$0])) }
    case .items(let items): items.elements
    case .mapping(let mapping): mapping.entries.map(\.key)
    default: throw Jinja.Failure("\(kindName) cannot be iterated over")
    }
  }

  /// What `length` gives, or nothing where the value has no length.
  var count: Int? {
    switch self {
    case .undefined: 0
    case .string(let text): text.count
    case .items(let items): items.kind == .generator ? nil : items.elements.count
    case .mapping(let mapping): mapping.entries.count
    default: nil
    }
  }
}
