extension PreTokenizer {
  /// Reads the “pre_tokenizer” of a tokenizer.json; without one, the text is one word.
  ///
  /// A byte level must be the last part: what follows it would see the alphabet of the bytes.
  init(_ field: JSONField?) throws {
    guard let field else { return }
    for part in try field.flattened("pretokenizers") {
      guard !splitsBytes else { throw field.unsupported("not one that ends in its “ByteLevel”") }
      splitsBytes = try part.type() == "ByteLevel"
      steps += try PreTokenizer.steps(part)
    }
  }

  private static func steps(_ field: JSONField) throws -> [Step] {
    switch try field.type() {
    case "ByteLevel":
      let addsSpace = try field["add_prefix_space"]?.boolean() ?? true
      let splits = try field["use_regex"]?.boolean() ?? true
      return (addsSpace ? [.spaceBefore] : [])
        + (splits ? [.split(.gpt2, .isolated, isInverted: false)] : [])
    case "Metaspace": return [.metaspace(try Metaspace(field))]
    case "Whitespace": return [.split(.wordsOrNot, .removed, isInverted: true)]
    case "WhitespaceSplit": return [.split(.characters(.space), .removed, isInverted: false)]
    case "Punctuation":
      let behavior = try field["behavior"].map(SplitBehavior.init)
      return [.split(.characters(.punctuation), behavior ?? .isolated, isInverted: false)]
    case "Digits":
      let areSingle = try field["individual_digits"]?.boolean() ?? false
      return [.split(.characters(.number), areSingle ? .isolated : .contiguous, isInverted: false)]
    case "Split":
      return [
        .split(
          try pattern(field.required("pattern")), try SplitBehavior(field.required("behavior")),
          isInverted: try field["invert"]?.boolean() ?? false)
      ]
    default: throw try field.unsupportedType()
    }
  }

  private static func pattern(_ field: JSONField) throws -> SplitPattern {
    if let literal = try field.literal() { return .literal(literal) }
    let expression = try field.required("Regex").string()
    guard let pattern = SplitPattern(expression: expression) else {
      throw field.key("Regex").unsupported("“\(expression)”")
    }
    return pattern
  }
}

extension SplitBehavior {
  fileprivate init(_ field: JSONField) throws {
    let name = try field.string()
    guard let behavior = SplitBehavior(rawValue: name) else {
      throw field.unsupported("“\(name)”")
    }
    self = behavior
  }
}

extension Metaspace {
  /// Reads a “Metaspace”, which is a step before the model and a step of decoding alike.
  init(_ field: JSONField) throws {
    mark = try field["replacement"]?.bytes() ?? Metaspace.usualMark
    guard String(decoding: mark, as: UTF8.self).unicodeScalars.count == 1 else {
      throw field.key("replacement").invalid("is not one character")
    }
    let scheme = try field["prepend_scheme"]?.string() ?? "always"
    guard let prefix = Prefix(rawValue: scheme) else {
      throw field.key("prepend_scheme").unsupported("“\(scheme)”")
    }
    if try field["add_prefix_space"]?.boolean() == false, prefix != .never {
      throw field.key("add_prefix_space").invalid("contradicts “prepend_scheme”")
    }
    self.prefix = prefix
    splits = try field["split"]?.boolean() ?? true
  }
}
