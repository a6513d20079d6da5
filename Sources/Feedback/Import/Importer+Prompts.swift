public import Datasets

extension Importer {
  /// Adds prompts without completions and tasks.
  ///
  /// A text that is a transcript becomes turns, as in a file.
  ///
  /// - Parameter source: Where they came from, such as a file's name.
  /// - Returns: The prompts as the store has them, in the same order.
  public func addPrompts(_ prompts: [Content], source: String) throws -> [StoredPrompt] {
    let moment = now()
    return try store.write { writer in
      let report = ImportReport(file: source, fileHash: "")
      var run = try ImportRun(writer, ImportOptions(), report, at: moment)
      let stored = try prompts.enumerated().map { index, content in
        let transcript: [Message]? =
          if case .text(let text) = content { transcriptTurns(text) } else { nil }
        return try run.prompt(
          transcript.map(Content.messages) ?? content, reference: String(index + 1))
      }
      _ = try run.finish(author: author)
      return stored
    }
  }
}
