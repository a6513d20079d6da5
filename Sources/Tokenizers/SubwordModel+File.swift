extension SubwordModel {
  /// Reads the “model” of a tokenizer.json.
  ///
  /// - Parameter splitsBytes: Whether the words are split into bytes rather than characters.
  init(_ field: JSONField, _ vocabulary: Vocabulary, splitsBytes: Bool) throws {
    if try SubwordModel.type(field) == "Unigram" {
      guard !splitsBytes else { throw field.key("type").unsupported("“Unigram” on bytes") }
      self = .unigram(try UnigramModel(field))
    } else {
      self = .bytePair(try BytePairModel(field, vocabulary, splitsBytes: splitsBytes))
    }
  }

  /// Reads the vocabulary, having made sure that the model is one this module knows.
  static func readVocabulary(_ field: JSONField) throws -> Vocabulary {
    let type = try type(field)
    guard ["BPE", "Unigram"].contains(type) else {
      throw field.key("type").unsupported("“\(type)”")
    }
    if type == "BPE" { try BytePairModel.refuseUnknownSettings(field) }
    return try Vocabulary(field.required("vocab"))
  }

  /// The kind of model; files of old do not say it.
  private static func type(_ field: JSONField) throws -> String {
    if let type = try field["type"]?.string() { return type }
    if case .array? = field["vocab"]?.value { return "Unigram" }
    return "BPE"
  }
}

extension UnigramModel {
  fileprivate init(_ field: JSONField) throws {
    let tokens = try Vocabulary.scoredTokens(field.required("vocab"))
    let unknown = try field.required("unk_id")
    let unknownID = try unknown.tokenID()
    guard unknownID < tokens.count else {
      throw unknown.invalid("is \(unknownID), and the vocabulary has \(tokens.count) tokens")
    }
    self.init(
      tokens, unknownID: Int32(unknownID),
      spellsUnknown: try field["byte_fallback"]?.boolean() ?? false)
  }
}
