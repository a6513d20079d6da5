import Foundation

extension StoredFact {
  /// Puts a fact together from the cells of a row.
  ///
  /// - Parameter cell: Returns what stands in a column.
  /// - Throws: `DecodingError` when the cells make no fact.
  init(fromCells cell: (String) throws -> Cell) throws {
    self = try withoutActuallyEscaping(cell) { try Self(from: RowDecoder(cell: $0)) }
  }
}

private struct RowDecoder: Decoder {
  let cell: (String) throws -> Cell
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(RowColumns(cell: cell))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw NestedValue() }

  func singleValueContainer() throws -> any SingleValueDecodingContainer { throw NestedValue() }
}

/// That a value is nested, so that its cell is JSON.
private struct NestedValue: Error {}

private struct RowColumns<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let cell: (String) throws -> Cell
  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] { [] }

  func contains(_ key: Key) -> Bool { true }

  func decodeNil(forKey key: Key) throws -> Bool { try cell(key.stringValue) == .null }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    let cell = try cell(key.stringValue)
    do {
      let scalar = CellDecoder(cell: cell)
      return try scalar.scalar(type) ?? type.init(from: scalar)
    } catch is NestedValue {
      guard case .text(let json) = cell else { throw mismatch(type, cell) }
      return try JSONDecoder().decode(type, from: Data(json.utf8))
    }
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> { throw NestedValue() }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    throw NestedValue()
  }

  func superDecoder() throws -> any Decoder { throw NestedValue() }

  func superDecoder(forKey key: Key) throws -> any Decoder { throw NestedValue() }
}

private struct CellDecoder: Decoder, SingleValueDecodingContainer {
  let cell: Cell
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    throw NestedValue()
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw NestedValue() }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  func decodeNil() -> Bool { cell == .null }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    guard let value = try scalar(type) else { throw mismatch(type, cell) }
    return value
  }

  /// Returns the cell as a plain value, or nothing if the type is none.
  func scalar<Value>(_ type: Value.Type) throws -> Value? {
    let value: Any?
    switch (type, cell) {
    case (is String.Type, .text(let text)): value = text
    case (is Bool.Type, .integer(let integer)): value = integer != 0
    case (is UInt64.Type, .integer(let integer)): value = UInt64(bitPattern: integer)
    case (is Double.Type, .real(let number)): value = number
    case (let type as any FixedWidthInteger.Type, .integer(let integer)):
      value = type.init(exactly: integer)
    case (is String.Type, _), (is Bool.Type, _), (is Double.Type, _),
      (is any FixedWidthInteger.Type, _):
      throw mismatch(type, cell)
    default: return nil
    }
    guard let value = value as? Value else { throw mismatch(type, cell) }
    return value
  }
}

private func mismatch(_ type: Any.Type, _ cell: Cell) -> DecodingError {
  .typeMismatch(type, .init(codingPath: [], debugDescription: "\(cell) is no \(type)"))
}
