extension Normalizer {
  /// Reads the “normalizer” of a tokenizer.json.
  init(_ field: JSONField) throws {
    self = .sequence(try field.flattened("normalizers").map(Normalizer.init(step:)))
  }

  private init(step field: JSONField) throws {
    switch try field.type() {
    case "NFC": self = .unicode(.nfc)
    case "NFD": self = .unicode(.nfd)
    case "NFKC": self = .unicode(.nfkc)
    case "NFKD": self = .unicode(.nfkd)
    case "Lowercase": self = .lowercase
    case "StripAccents": self = .stripMarks
    case "Strip":
      self = .strip(
        left: try field["strip_left"]?.boolean() ?? false,
        right: try field["strip_right"]?.boolean() ?? false)
    case "Prepend": self = .prepend(try field.required("prepend").bytes())
    case "Replace":
      self = .replace(
        try Pattern(field.required("pattern")), with: try field.required("content").bytes())
    case "Precompiled":
      self = .precompiled(try CharacterMap(field.required("precompiled_charsmap")))
    default: throw try field.unsupportedType()
    }
  }
}

extension Normalizer.Pattern {
  fileprivate init(_ field: JSONField) throws {
    if let literal = try field.literal() {
      self = .literal(literal)
      return
    }
    let expression = try field.required("Regex")
    // The one expression that is in use, in files made from SentencePiece's.
    guard try expression.bytes().elementsEqual(" {2,}".utf8) else {
      throw expression.unsupported("“\(try expression.string())”")
    }
    self = .runs(of: 0x20, atLeast: 2)
  }
}
