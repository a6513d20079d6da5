extension JSONField {
  /// The parts of a “Sequence”, or this field alone where it is none.
  fileprivate func flattened(_ name: String) throws -> [JSONField] {
    guard try type() == "Sequence" else { return [self] }
    return try required(name).elements().flatMap { try $0.flattened(name) }
  }

  fileprivate func type() throws -> String { try required("type").string() }

  fileprivate func unsupportedType() throws -> TokenizerError {
    key("type").unsupported("“\(try type())”")
  }

  /// The text of a pattern written as `{"String": …}` or `"…"`; nil where it is an expression.
  fileprivate func literal() throws -> [UInt8]? {
    if case .string(let bytes) = value { return bytes }
    return try self["String"]?.bytes()
  }
}

extension Normalizer {
  /// Reads the “normalizer” of a tokenizer.json.
  init(_ field: JSONField) throws {
    let parts = try field.flattened("normalizers").map { part -> Normalizer in
      switch try part.type() {
      case "NFC": return .unicode(.nfc)
      case "NFD": return .unicode(.nfd)
      case "NFKC": return .unicode(.nfkc)
      case "NFKD": return .unicode(.nfkd)
      case "Lowercase": return .lowercase
      case "Prepend": return .prepend(try part.required("prepend").bytes())
      case "Replace":
        let pattern = try part.required("pattern")
        guard let literal = try pattern.literal() else {
          throw pattern.unsupported("a regular expression")
        }
        return .replace(literal, with: try part.required("content").bytes())
      default: throw try part.unsupportedType()
      }
    }
    self = .sequence(parts)
  }
}

extension PreTokenizer {
  /// Reads the “pre_tokenizer” of a tokenizer.json, which must end in a byte level.
  init(_ field: JSONField) throws {
    let parts = try field.flattened("pretokenizers")
    steps = []
    for part in parts { steps += try PreTokenizer.steps(part) }
    let types = try parts.map { try $0.type() }
    guard types.last == "ByteLevel", !types.dropLast().contains("ByteLevel") else {
      throw field.unsupported("not one that ends in its only “ByteLevel”")
    }
  }

  private static func steps(_ field: JSONField) throws -> [Step] {
    switch try field.type() {
    case "ByteLevel":
      let addsSpace = try field["add_prefix_space"]?.boolean() ?? true
      let splits = try field["use_regex"]?.boolean() ?? true
      return (addsSpace ? [.spaceBefore] : [])
        + (splits ? [.split(.gpt2, keepsMatches: true, isInverted: false)] : [])
    case "Digits":
      return [.digits(areSingle: try field["individual_digits"]?.boolean() ?? false)]
    case "Split":
      let behavior = try field.required("behavior")
      let name = try behavior.string()
      guard ["Isolated", "Removed"].contains(name) else {
        throw behavior.unsupported("“\(name)”")
      }
      return [
        .split(
          try pattern(field.required("pattern")), keepsMatches: name == "Isolated",
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

extension TokenDecoder {
  /// Reads the “decoder” of a tokenizer.json; without one, tokens are joined by spaces.
  init(_ field: JSONField?) throws {
    guard let field else {
      self = .joined(separator: " ")
      return
    }
    self = .joined(separator: field.isEmptySequence ? " " : "")
    for (index, part) in try field.flattened("decoders").enumerated() {
      switch try part.type() {
      case "ByteLevel" where index == 0: self = .byteLevel
      case "Fuse": if self != .byteLevel { self = .joined(separator: "") }
      default: throw try part.unsupportedType()
      }
    }
  }
}

extension JSONField {
  fileprivate var isEmptySequence: Bool {
    guard case .array(let parts)? = self["decoders"]?.value else { return false }
    return parts.isEmpty
  }
}

extension SpecialTokenTemplate {
  /// Reads the “post_processor” of a tokenizer.json.
  init(_ field: JSONField, _ vocabulary: Vocabulary) throws {
    self.init()
    for part in try field.flattened("processors") {
      switch try part.type() {
      case "ByteLevel": continue
      case "TemplateProcessing": try surround(with: SpecialTokenTemplate(template: part))
      case "RobertaProcessing", "BertProcessing":
        surround(
          with: SpecialTokenTemplate(
            before: [try SpecialTokenTemplate.pairedID(part.required("cls"))],
            after: [try SpecialTokenTemplate.pairedID(part.required("sep"))]))
      default: throw try part.unsupportedType()
      }
    }
  }

  private init(template field: JSONField) throws {
    self.init()
    var isAfterText = false
    for item in try field.required("single").elements() {
      if item["Sequence"] != nil {
        guard !isAfterText else { throw item.unsupported("a second text") }
        isAfterText = true
      } else {
        let name = try item.required("SpecialToken").required("id")
        let token = try name.string()
        guard let special = field["special_tokens"]?[token] else {
          throw name.invalid("names “\(token)”, which “special_tokens” lacks")
        }
        let ids = try special.required("ids").elements().map { try $0.tokenID() }
        if isAfterText { after += ids } else { before += ids }
      }
    }
    guard isAfterText else { throw field.key("single").invalid("has no place for the text") }
  }

  /// The id in `["</s>", 2]`.
  private static func pairedID(_ field: JSONField) throws -> Int {
    guard let last = try field.elements().last else { throw field.invalid("is empty") }
    return try last.tokenID()
  }
}
