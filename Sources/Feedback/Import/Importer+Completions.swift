extension Importer {
  /// Adds completions that models wrote, with the model and the sampling of each.
  ///
  /// A text that the store has of the same model for the same prompt is not kept twice.
  ///
  /// - Throws: `FeedbackError.notFound` for a prompt that is not there; nothing is added then.
  public func addCompletions(_ new: [NewCompletion]) throws -> AddedCompletions {
    let moment = now()
    return try store.write { writer in
      var added = AddedCompletions()
      for completion in new { try writer.add(completion, to: &added, at: moment) }
      try writer.record(
        "completions.added", actor: author, on: StoredCompletion.tableName,
        added.ids.first?.number ?? 0, body: added, at: moment)
      return added
    }
  }
}

extension FeedbackWriter {
  fileprivate func add(
    _ new: NewCompletion, to added: inout AddedCompletions, at moment: Timestamp
  ) throws {
    let prompt = try required(new.promptID, "prompt")
    guard !new.text.unicodeScalars.allSatisfy(\.properties.isWhitespace) else {
      added.emptyCount += 1
      return
    }
    let (kept, isNew, findings) = try keep(
      StoredCompletion(
        promptID: prompt.id, sha256: contentHash(of: new.text), text: new.text, origin: .model,
        modelName: new.modelName, modelHash: new.modelHash, sampling: new.sampling,
        finishReason: new.finishReason, createdAt: moment), of: prompt)
    if isNew { added.ids.append(kept.id) } else { added.knownCount += 1 }
    added.identityLeakCount += findings.isLeaking ? 1 : 0
    added.personalDataCount += findings.isPersonal ? 1 : 0
  }
}
