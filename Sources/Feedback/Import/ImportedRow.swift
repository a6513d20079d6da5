import Datasets

/// A row of a file, as the store takes it.
struct ImportedRow {
  /// A completion of a row.
  struct Completion {
    var text: String
    var modelName: String?
    var finishReason: String?
  }

  /// The line on which the row begins.
  let line: Int
  /// The prompt: turns of a conversation, or a plain text.
  let content: Content
  /// The completions.
  let completions: [Completion]
  /// The order that the row came with, kept for information.
  let ranks: [Int]?
  /// The known answer, where the row is a question that checks labelers.
  let goldRanks: [Int]?
  /// Why that is the answer.
  let explanation: String

  /// Takes a row for what it is.
  ///
  /// - Throws: `BadRow` for what cannot be judged.
  init(_ row: CandidateRow, isGold: Bool) throws(UnusableRow) {
    line = row.source.line
    guard let prompt = row.prompt, !prompt.isEmpty else {
      throw UnusableRow("there is no prompt", column: "prompt")
    }
    let transcript: [Message]? =
      if case .text(let text) = prompt { transcriptTurns(text) } else { nil }
    content = transcript.map(Content.messages) ?? prompt
    let (models, reasons) = (
      row.perCompletion("models", "model"), row.perCompletion("finish_reasons", "finish_reason")
    )
    var completions: [Completion] = []
    for (index, completion) in row.completions.enumerated() {
      let text = try text(of: completion, number: index + 1)
      completions.append(
        Completion(
          text: transcript == nil ? text : withoutLeadingSpace(text),
          modelName: index < models.count ? models[index] : nil,
          finishReason: index < reasons.count ? reasons[index] : nil))
    }
    self.completions = completions
    ranks = row.ranks
    goldRanks = row.goldRanks ?? (isGold ? row.ranks : nil)
    explanation = row.text(inColumn: "explanation") ?? row.text(inColumn: "reason") ?? ""
    if isGold, goldRanks == nil {
      throw UnusableRow("there are no ranks that could be the known answer", column: "ranks")
    }
    try checkDistinct()
  }

  /// Checks that no two completions are the same, which nobody could put in order.
  private func checkDistinct() throws(UnusableRow) {
    var seen: [String: Int] = [:]
    for (index, completion) in completions.enumerated() {
      if let earlier = seen.updateValue(index, forKey: contentHash(of: completion.text)) {
        throw UnusableRow("completions \(earlier + 1) and \(index + 1) are the same")
      }
    }
  }
}

/// Why a row cannot be taken.
struct UnusableRow: Error {
  let reason: String
  let column: String?

  init(_ reason: String, column: String? = nil) {
    self.reason = reason
    self.column = column
  }

  /// The report of the row at a place.
  func badRow(at source: RowSource) -> BadRow {
    BadRow(source: source, column: column, reason: reason)
  }
}

private func text(of completion: Content, number: Int) throws(UnusableRow) -> String {
  let text: String
  switch completion {
  case .text(let plain): text = plain
  case .messages(let turns):
    guard turns.count == 1, turns[0].role == "assistant" else {
      throw UnusableRow("completion \(number) is not one turn of the assistant")
    }
    text = turns[0].content
  }
  guard !text.unicodeScalars.allSatisfy(\.properties.isWhitespace) else {
    throw UnusableRow("completion \(number) is empty")
  }
  return text
}

extension CandidateRow {
  /// Returns what a column says of each completion; a comparison may have two columns for it.
  fileprivate func perCompletion(_ list: String, _ single: String) -> [String?] {
    if let texts = texts(inColumn: list) { return texts }
    if completions.count == 1 { return [text(inColumn: single)] }
    return [text(inColumn: "chosen_\(single)"), text(inColumn: "rejected_\(single)")]
  }
}
