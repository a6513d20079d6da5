import Foundation

extension ConfigurationTree {
  /// Encodes a value, keeping the Swift types of its leaves.
  init(encoding value: some Encodable) throws {
    let node = TreeNode()
    try node.fill(with: value, at: [])
    self = node.tree
  }

  /// Creates a leaf from a value that has one, nil otherwise.
  fileprivate init?(leaf value: some Encodable) {
    switch value {
    case let tree as ConfigurationTree: self = tree
    case let flag as Bool: self = .boolean(flag)
    case let text as String: self = .text(text)
    case let number as Double: self = .number(number)
    // Through its text, so that 0.1 does not become 0.10000000149.
    case let number as Float: self = .number(Double(number.description) ?? Double(number))
    case let url as URL: self = .text(url.absoluteString)
    case let integer as any FixedWidthInteger:
      self = .integer(Int128(clamping: integer), in: bounds(of: integer))
    default: return nil
    }
  }
}

private func bounds<Integer: FixedWidthInteger>(of integer: Integer) -> ClosedRange<Int128> {
  Int128(clamping: Integer.min)...Int128(clamping: Integer.max)
}

/// A place in the tree while it is being encoded.
private final class TreeNode {
  private var leaf = ConfigurationTree.null
  private var members: [String: TreeNode]?
  private var elements: [TreeNode]?
  private var allowed: [String] = []
  var isDictionary = false
  var isChoice = false

  var tree: ConfigurationTree {
    if let members {
      let kind: ConfigurationTree.ObjectKind =
        isDictionary ? .dictionary : isChoice && members.count == 1 ? .choice : .structure
      return .object(members.mapValues(\.tree), kind)
    }
    if let elements { return .list(elements.map(\.tree)) }
    if case .text(let text, _) = leaf { return .text(text, allowed: allowed) }
    return leaf
  }

  var elementCount: Int { elements?.count ?? 0 }

  func becomeObject() { members = members ?? [:] }

  func becomeList() { elements = elements ?? [] }

  func member(_ key: String) -> TreeNode {
    let node = TreeNode()
    members = members ?? [:]
    members?[key] = node
    return node
  }

  func element() -> TreeNode {
    let node = TreeNode()
    elements = (elements ?? []) + [node]
    return node
  }

  func fill<Value: Encodable>(with value: Value, at path: [any CodingKey]) throws {
    if let leaf = ConfigurationTree(leaf: value) {
      self.leaf = leaf
      return
    }
    isDictionary = value is any TextKeyedDictionary
    let texts = allowedTexts(of: Value.self)
    try value.encode(to: TreeEncoder(node: self, codingPath: path))
    if !texts.isEmpty { allowed = texts }
  }
}

private protocol TextKeyedDictionary {}

extension Dictionary: TextKeyedDictionary where Key == String {}

/// Returns the raw texts of an enumeration that lists its cases.
private func allowedTexts(of type: Any.Type) -> [String] {
  func texts<Cases: CaseIterable>(of type: Cases.Type) -> [String] {
    type.allCases.compactMap { ($0 as? any RawRepresentable)?.rawValue as? String }
  }
  guard let type = type as? any CaseIterable.Type else { return [] }
  return texts(of: type)
}

private struct TreeEncoder: Encoder {
  let node: TreeNode
  let codingPath: [any CodingKey]
  let userInfo: [CodingUserInfoKey: Any] = [:]

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    node.becomeObject()
    return KeyedEncodingContainer(KeyedTree(node: node, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    node.becomeList()
    return UnkeyedTree(node: node, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    SingleTree(node: node, codingPath: codingPath)
  }
}

private struct KeyedTree<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let node: TreeNode
  let codingPath: [any CodingKey]

  func encodeNil(forKey key: Key) { _ = node.member(key.stringValue) }

  func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
    try node.member(key.stringValue).fill(with: value, at: codingPath + [key])
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    // Synthesized code nests only for the cases of an enumeration.
    node.isChoice = true
    return TreeEncoder(node: node.member(key.stringValue), codingPath: codingPath + [key])
      .container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    TreeEncoder(node: node.member(key.stringValue), codingPath: codingPath + [key])
      .unkeyedContainer()
  }

  func superEncoder() -> any Encoder {
    TreeEncoder(node: node.member("super"), codingPath: codingPath)
  }

  func superEncoder(forKey key: Key) -> any Encoder {
    TreeEncoder(node: node.member(key.stringValue), codingPath: codingPath + [key])
  }
}

private struct UnkeyedTree: UnkeyedEncodingContainer {
  let node: TreeNode
  let codingPath: [any CodingKey]

  var count: Int { node.elementCount }

  func encodeNil() { _ = node.element() }

  func encode<Value: Encodable>(_ value: Value) throws {
    try node.element().fill(with: value, at: codingPath)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    superEncoder().container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    superEncoder().unkeyedContainer()
  }

  func superEncoder() -> any Encoder { TreeEncoder(node: node.element(), codingPath: codingPath) }
}

private struct SingleTree: SingleValueEncodingContainer {
  let node: TreeNode
  let codingPath: [any CodingKey]

  func encodeNil() {}

  func encode<Value: Encodable>(_ value: Value) throws {
    try node.fill(with: value, at: codingPath)
  }
}
