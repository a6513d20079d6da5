extension Tokenizer {
  /// The template that turns conversations into text, or nil when the model has none.
  ///
  /// - Throws: `ChatTemplateError` when the template cannot be read.
  public func chatTemplate() throws -> ChatTemplate? {
    try chatTemplateSource.map { try ChatTemplate($0, specialTokens: specialTokens) }
  }
}
