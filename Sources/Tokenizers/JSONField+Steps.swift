extension JSONField {
  /// The parts of a “Sequence”, or this field alone where it is none.
  func flattened(_ name: String) throws -> [JSONField] {
    guard try type() == "Sequence" else { return [self] }
    return try required(name).elements().flatMap { try $0.flattened(name) }
  }

  func type() throws -> String { try required("type").string() }

  func unsupportedType() throws -> TokenizerError { key("type").unsupported("“\(try type())”") }

  /// The text of a pattern written as `{"String": …}` or `"…"`; nil where it is an expression.
  func literal() throws -> [UInt8]? {
    if case .string(let bytes) = value { return bytes }
    return try self["String"]?.bytes()
  }

  /// The value as a count.
  func count() throws -> Int {
    guard case .number(let number) = value, let count = Int(exactly: number), count >= 0 else {
      throw invalid("is not a whole number")
    }
    return count
  }
}
