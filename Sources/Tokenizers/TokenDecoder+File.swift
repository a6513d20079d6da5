extension TokenDecoder {
  /// Reads the “decoder” of a tokenizer.json; without one, tokens are joined by spaces.
  init(_ field: JSONField?) throws {
    guard let field, !field.isEmptySequence else {
      steps = [.separate([0x20])]
      return
    }
    var steps: [Step] = []
    for part in try field.flattened("decoders") {
      let step = try TokenDecoder.step(part)
      if steps.contains(where: \.fuses), case .byteFallback = step {
        throw part.key("type").unsupported("“ByteFallback” after the tokens are one")
      }
      steps.append(step)
    }
    self.steps = steps
  }

  private static func step(_ field: JSONField) throws -> Step {
    switch try field.type() {
    case "ByteLevel": return .byteLevel
    case "ByteFallback": return .byteFallback
    case "Fuse": return .fuse
    case "Metaspace": return .metaspace(try Metaspace(field))
    case "Replace":
      let pattern = try field.required("pattern")
      guard let literal = try pattern.literal() else {
        throw pattern.unsupported("a regular expression")
      }
      return .replace(literal, with: try field.required("content").bytes())
    case "Strip":
      return .strip(
        try field.required("content").bytes(), start: try field["start"]?.count() ?? 0,
        end: try field["stop"]?.count() ?? 0)
    default: throw try field.unsupportedType()
    }
  }
}

extension JSONField {
  fileprivate var isEmptySequence: Bool {
    guard case .array(let parts)? = self["decoders"]?.value else { return false }
    return parts.isEmpty
  }
}
