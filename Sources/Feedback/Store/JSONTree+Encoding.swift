extension JSONTree {
  /// Writes a value as its synthesized `encode(to:)` says.
  ///
  /// - Throws: `EncodingError` for a number that JSON lacks.
  init(encoding value: some Encodable) throws {
    let node = TreeNode()
    try node.encode(value)
    self = node.tree
  }
}

/// A place in a tree that is being written.
private final class TreeNode {
  private enum Form { case scalar(JSONTree), members([(String, TreeNode)]), elements([TreeNode]) }

  private var form = Form.scalar(.null)

  var tree: JSONTree {
    switch form {
    case .scalar(let scalar): scalar
    case .elements(let elements): .list(elements.map(\.tree))
    case .members(let members):
      .object(Dictionary(members.map { ($0.0, $0.1.tree) }, uniquingKeysWith: { $1 }))
    }
  }

  var elementCount: Int { if case .elements(let elements) = form { elements.count } else { 0 } }

  func becomeObject() { if case .members = form {} else { form = .members([]) } }

  func becomeList() { if case .elements = form {} else { form = .elements([]) } }

  func member(_ name: String) -> TreeNode {
    guard case .members(var members) = form else { preconditionFailure("\(name) of no object") }
    let node = TreeNode()
    members.append((name, node))
    form = .members(members)
    return node
  }

  func element() -> TreeNode {
    guard case .elements(var elements) = form else { preconditionFailure("element of no list") }
    let node = TreeNode()
    elements.append(node)
    form = .elements(elements)
    return node
  }

  func encode(_ value: some Encodable) throws {
    switch value {
    case let flag as Bool: form = .scalar(.boolean(flag))
    case let text as String: form = .scalar(.text(text))
    case let unsigned as UInt64: form = .scalar(.unsigned(unsigned))
    case let integer as any FixedWidthInteger: form = .scalar(.integer(Int64(integer)))
    case let number as any BinaryFloatingPoint: try encode(number: Double(number))
    default: try value.encode(to: TreeEncoder(node: self))
    }
  }

  private func encode(number: Double) throws {
    guard number.isFinite else {
      let reason = "JSON has no \(number)"
      throw EncodingError.invalidValue(number, .init(codingPath: [], debugDescription: reason))
    }
    form = .scalar(.number(number))
  }
}

private struct TreeEncoder: Encoder {
  let node: TreeNode
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    node.becomeObject()
    return KeyedEncodingContainer(TreeMembers(node: node))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    node.becomeList()
    return TreeElements(node: node)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { TreeScalar(node: node) }
}

private struct TreeMembers<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let node: TreeNode
  var codingPath: [any CodingKey] { [] }

  func encodeNil(forKey key: Key) { _ = node.member(key.stringValue) }

  func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
    try node.member(key.stringValue).encode(value)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    TreeEncoder(node: node.member(key.stringValue)).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    TreeEncoder(node: node.member(key.stringValue)).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { TreeEncoder(node: node.member("super")) }

  func superEncoder(forKey key: Key) -> any Encoder {
    TreeEncoder(node: node.member(key.stringValue))
  }
}

private struct TreeElements: UnkeyedEncodingContainer {
  let node: TreeNode
  var codingPath: [any CodingKey] { [] }
  var count: Int { node.elementCount }

  func encodeNil() { _ = node.element() }

  func encode<Value: Encodable>(_ value: Value) throws { try node.element().encode(value) }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    TreeEncoder(node: node.element()).container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    TreeEncoder(node: node.element()).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { TreeEncoder(node: node.element()) }
}

private struct TreeScalar: SingleValueEncodingContainer {
  let node: TreeNode
  var codingPath: [any CodingKey] { [] }

  func encodeNil() {}

  func encode<Value: Encodable>(_ value: Value) throws { try node.encode(value) }
}
