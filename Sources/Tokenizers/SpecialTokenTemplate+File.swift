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
