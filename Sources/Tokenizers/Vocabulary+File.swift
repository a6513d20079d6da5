extension Vocabulary {
  /// Reads the “vocab” of a model: an object of ids by text, or a list of texts in the order of
  /// their ids.
  init(_ field: JSONField) throws {
    if case .array(let entries) = field.value {
      self.init(capacity: entries.count)
      for (id, token) in try Vocabulary.scoredTokens(field).enumerated() {
        add(token.text, id: id)
      }
      return
    }
    let members = try field.members()
    self.init(capacity: members.count)
    for member in members {
      guard case .number(let number) = member.value, let id = JSONField.tokenID(number) else {
        let token = String(decoding: member.key, as: UTF8.self)
        throw field.invalid("gives “\(token)” no id that is a whole number")
      }
      add(member.key, id: id)
    }
  }

  /// The texts and log probabilities in a list of pairs.
  static func scoredTokens(_ field: JSONField) throws -> [(text: [UInt8], score: Double)] {
    guard case .array(let entries) = field.value else { throw field.invalid("is not a list") }
    return try entries.enumerated().map { index, entry in
      guard case .array(let pair) = entry, pair.count == 2, case .string(let text) = pair[0],
        case .number(let score) = pair[1]
      else {
        throw field.invalid("holds, at index \(index), what is not a token and its score")
      }
      return (text, score)
    }
  }
}
