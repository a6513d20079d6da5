public import Datasets
public import Foundation
import Runs

extension Importer {
  /// Imports what reward models say of completions, for choosing what to label next.
  ///
  /// A row has a `score`, the `reward_model`'s name, and a `prompt` and a `completion`, or a
  /// completion's hash in `completion_sha256`.
  ///
  /// - Throws: `DatasetError` for the file or, where bad rows are refused, its first bad row.
  public func importScores(
    from file: URL, badRows: BadRowPolicy = .refuse
  ) throws -> ScoreReport {
    var skips = ImportReport(file: file.lastPathComponent, fileHash: try sha256(of: file))
    let rows = try readScores(of: file, badRows, &skips)
    var report = ScoreReport(file: skips.file, fileHash: skips.fileHash)
    report.skipped = skips.skipped
    report.rewardModels = Set(rows.map(\.rewardModel)).sorted()
    let (moment, start) = (now(), report)
    return try store.write { writer in
      var report = start
      let index = CompletionIndex(try writer.all(StoredCompletion.self))
      var known = Set(try writer.all(RewardScore.self).map(ScoreKey.init))
      for row in rows {
        let ids = try index.completions(of: row, in: writer)
        if ids.isEmpty { report.unknownCount += 1 }
        for id in ids {
          let score = RewardScore(
            completionID: id, rewardModel: row.rewardModel, score: row.score, createdAt: moment)
          guard known.insert(ScoreKey(score)).inserted else {
            report.knownCount += 1
            continue
          }
          _ = try writer.insert(score)
          report.scoreCount += 1
        }
      }
      try writer.record(
        "scores.imported", actor: author, on: RewardScore.tableName, 0, body: report, at: moment)
      return report
    }
  }

  private func readScores(
    of file: URL, _ policy: BadRowPolicy, _ skips: inout ImportReport
  ) throws -> [ScoreRow] {
    var rows: [ScoreRow] = []
    try forEachCandidateRow(of: file) { result in
      do {
        rows.append(try ScoreRow(result.get()))
      } catch let problem as UnusableRow {
        guard case .success(let row) = result else { throw problem }
        try skips.skip(problem.badRow(at: row.source), policy)
      } catch let refused as RefusedRow {
        try skips.skip(refused.row, policy)
      }
    }
    return rows
  }
}

/// A row that says what a reward model gives a completion.
private struct ScoreRow {
  let score: Double
  let rewardModel: String
  let hash: String
  let turns: [Message]?

  init(_ row: CandidateRow) throws(UnusableRow) {
    guard let score = row.number(inColumn: "score") else {
      throw UnusableRow("there is no number", column: "score")
    }
    guard let model = row.text(inColumn: "reward_model"), !model.isEmpty else {
      throw UnusableRow("there is no name", column: "reward_model")
    }
    (self.score, rewardModel) = (score, model)
    if let hash = row.text(inColumn: "completion_sha256") {
      (self.hash, turns) = (hash, nil)
      return
    }
    let parts = try ImportedRow(row, isGold: false)
    guard parts.completions.count == 1 else {
      throw UnusableRow("there is neither one completion nor a hash", column: "completion")
    }
    hash = contentHash(of: parts.completions[0].text)
    turns =
      switch parts.content {
      case .text(let text): [Message(role: StoredPrompt.plainRole, content: text)]
      case .messages(let messages): messages
      }
  }
}

/// The same score twice says nothing new.
private struct ScoreKey: Hashable {
  let completionID: Identifier<StoredCompletion>
  let rewardModel: String
  let score: Double

  init(_ score: RewardScore) {
    completionID = score.completionID
    rewardModel = score.rewardModel
    self.score = score.score
  }
}

/// The completions of a store by their hash.
private struct CompletionIndex {
  private let byHash: [String: [StoredCompletion]]

  init(_ completions: [StoredCompletion]) {
    byHash = Dictionary(grouping: completions, by: \.sha256)
  }

  func completions(
    of row: ScoreRow, in reader: any FeedbackReader
  ) throws -> [Identifier<StoredCompletion>] {
    let found = byHash[row.hash] ?? []
    guard let turns = row.turns else { return found.map(\.id) }
    guard let prompt = try reader.prompt(sha256: contentHash(of: turns)) else { return [] }
    return found.filter { $0.promptID == prompt.id }.map(\.id)
  }
}
