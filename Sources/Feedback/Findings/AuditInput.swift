public import Auditing
import Datasets
import Foundation

/// Returns the orders of a store as an audit takes them, with all that the store knows of them.
///
/// The latest revision of each judgement that was not skipped and that no mark takes out; questions
/// with a known answer among them, marked as such. Labelers have pseudonyms.
///
/// - Throws: `FeedbackError` when the store cannot be read.
public func auditInput(_ reader: any FeedbackReader) throws -> [AuditedRanking] {
  let contents = try StoreContents(reader)
  return contents.judgements.compactMap { current in
    guard current.task.kind.isRanked, !current.isSkipped, current.task.state != .void,
      contents.marks.reason(against: current) == nil
    else { return nil }
    return AuditedRanking(current, in: contents)
  }
}

extension AuditedRanking {
  fileprivate init?(_ current: CurrentJudgement, in contents: StoreContents) {
    let answer = current.answer
    let ranks = Dictionary(
      answer.ranks.map { ($0.completionID, $0.rank) }, uniquingKeysWith: { $1 })
    let completions = current.task.completionIDs.compactMap { id in
      contents.completions[id].map { completion in
        AuditedCompletion(
          content: RowShape.asStored.completion(completion.text, of: current.prompt),
          rank: ranks[id], model: completion.modelName, finishReason: completion.finishReason,
          position: current.assignment.order.firstIndex(of: id).map { $0 + 1 },
          flags: answer.flags.filter { $0.completionID == id }.map(\.name))
      }
    }
    guard completions.count > 1 else { return nil }
    let milliseconds = current.judgement.activeMilliseconds
    self.init(
      prompt: current.prompt.content, completions: completions,
      labeler: pseudonym(current.labeler.id), groupID: "judgement-\(current.judgement.id)",
      split: current.prompt.split == .validation ? "valid" : current.prompt.split.rawValue,
      origin: current.prompt.source,
      guidelineVersion: contents.guidelines[current.assignment.guidelineID].map { "\($0.version)" },
      seconds: milliseconds > 0 ? Double(milliseconds) / 1000 : nil,
      submittedAt: Date(
        timeIntervalSince1970: Double(current.judgement.createdAt.milliseconds) / 1000),
      flags: answer.flags.filter { $0.completionID == nil }.map(\.name),
      isGold: current.task.gold != nil)
  }
}
