import Auditing
import Datasets

/// What was found in a text when it came in.
struct TextFindings {
  /// Whether it tells which model wrote it.
  var isLeaking = false
  /// Whether it probably holds personal data.
  var isPersonal = false
}

extension FeedbackWriter {
  /// Keeps a completion, unless the same one of the same model is there, and marks what it tells.
  ///
  /// A completion that tells which model wrote it is taken out of use until the mark is lifted; one
  /// with personal data is only marked.
  func keep(
    _ completion: StoredCompletion, of prompt: StoredPrompt
  ) throws -> (completion: StoredCompletion, isNew: Bool, findings: TextFindings) {
    let known = try completions(of: prompt.id).first {
      $0.sha256 == completion.sha256 && $0.modelName == completion.modelName
        && $0.modelHash == completion.modelHash && $0.authorID == completion.authorID
    }
    if let known { return (known, false, TextFindings()) }
    let kept = try insert(completion)
    return (kept, true, try markFindings(in: kept, answering: prompt))
  }

  private func markFindings(
    in completion: StoredCompletion, answering prompt: StoredPrompt
  ) throws -> TextFindings {
    let leaks = identityLeaks(in: completion.text, answering: plainText(of: prompt.turns))
    if let first = leaks.first {
      try mark(
        .completion, completion.id.number, "identity-leak",
        "it tells which model wrote it: “\(first.excerpt)”", excludes: true,
        at: completion.createdAt)
    }
    let isPersonal = try markPersonalData(
      in: completion.text, .completion, completion.id.number, at: completion.createdAt)
    return TextFindings(isLeaking: !leaks.isEmpty, isPersonal: isPersonal)
  }

  /// Marks a thing whose text probably holds personal data.
  func markPersonalData(
    in text: String, _ subject: QualityTag.Subject, _ number: Int64, at moment: Timestamp
  ) throws -> Bool {
    let found = personalData(in: text)
    guard let first = found.first else { return false }
    try mark(
      subject, number, "personal-data",
      "it probably holds personal data: \(first.kind.rawValue) “\(first.excerpt)”"
        + (found.count > 1 ? " and \(found.count - 1) more" : ""),
      excludes: false, at: moment)
    return true
  }
}
