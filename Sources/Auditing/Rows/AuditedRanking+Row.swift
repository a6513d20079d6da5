import Datasets
import Foundation

extension AuditedRanking {
  /// Creates a ranking from a row and its other columns, as far as their names are known here.
  init(_ row: RankingRow) {
    self.init(row.ranking)
    groupID = row.text(inColumns: ["group_id", "judgement_id"])
    if labeler == nil { labeler = row.text(inColumns: ["worker", "annotator"]) }
    split = row.text(inColumn: "split")
    origin = row.text(inColumn: "source")
    license = row.text(inColumns: ["license", "licence"])
    language = row.text(inColumns: ["language", "lang"])
    tags = row.list(inColumn: "tags")
    guidelineVersion = row.text(inColumns: ["guideline_version", "guideline"])
    seconds =
      row.number(inColumn: "seconds")
      ?? (row.number(inColumn: "active_ms") ?? row.number(inColumn: "duration_ms")).map {
        $0 / 1000
      }
    submittedAt = row.text(inColumns: ["submitted_at", "created_at"]).flatMap(date)
    flags = row.list(inColumn: "flags")
    isGold = row.boolean(inColumn: "is_gold") ?? row.boolean(inColumn: "gold")
    describeCompletions(from: row)
  }

  private mutating func describeCompletions(from row: RankingRow) {
    let models = row.perCompletion("models", "model")
    let reasons = row.perCompletion("finish_reasons", "finish_reason")
    let positions = row.perCompletion("positions", "position")
    let counts = row.perCompletion("token_counts", "tokens")
    let flags = row.textLists(inColumn: "completion_flags") ?? []
    for index in completions.indices {
      func element(_ list: [String?]) -> String? { index < list.count ? list[index] : nil }
      completions[index].model = element(models)
      completions[index].finishReason = element(reasons)
      completions[index].position = element(positions).flatMap { Int($0) }
      completions[index].tokenCount = element(counts).flatMap { Int($0) }
      completions[index].flags = index < flags.count ? flags[index] : []
    }
  }
}

extension RankingRow {
  /// Returns the text in the first of the columns that has one.
  fileprivate func text(inColumns names: [String]) -> String? {
    for name in names { if let text = text(inColumn: name) { return text } }
    return nil
  }

  /// Returns the texts in a column, which may also hold a single one.
  fileprivate func list(inColumn name: String) -> [String] {
    texts(inColumn: name)?.compactMap { $0 } ?? text(inColumn: name).map { [$0] } ?? []
  }

  /// Returns what a column says of each completion; a comparison may have two columns for it.
  fileprivate func perCompletion(_ list: String, _ single: String) -> [String?] {
    texts(inColumn: list)
      ?? [text(inColumn: "chosen_\(single)"), text(inColumn: "rejected_\(single)")]
  }
}

/// Returns the time that a text names: as ISO 8601 has it, or in seconds or milliseconds of Unix.
private func date(_ text: String) -> Date? {
  if let number = Double(text) {
    return number.isFinite
      ? Date(timeIntervalSince1970: number > 1e11 ? number / 1000 : number) : nil
  }
  return (try? Date(text, strategy: .iso8601))
    ?? (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
}
