extension ExportManifest {
  /// Describes an export.
  init(_ draft: ExportDraft, _ sides: [ExportSide], lastEvent: Event?) throws {
    schemaVersion = 1
    format = draft.format
    filter = draft.filter
    files = sides.map { File($0) }
    rowCount = draft.rows.count
    judgementCount = draft.judgementCount
    let answers = distinctAnswers(draft.rows)
    exportedJudgementCount = answers.reduce(0) { $0 + $1.labelers.count }
    exclusions = draft.exclusionCounts
    taskCounts = counts(draft.contents.tasks.map(\.state.rawValue))
    assignmentCounts = counts(draft.contents.assignments.map(\.state.rawValue))
    guidelines = followedGuidelines(answers, draft.contents)
    labelers = counts(answers.flatMap(\.labelers).map(pseudonym))
    firstJudgementAt = answers.map(\.createdAt).min()
    lastJudgementAt = answers.map(\.createdAt).max()
    lastEventNumber = lastEvent?.id.number ?? 0
    lastEventHash = lastEvent?.hash ?? Event.hashBeforeTheFirst
  }
}

extension ExportManifest.File {
  init(_ side: ExportSide) {
    split = side.split
    name = side.name
    rowCount = side.rows.count
    groupCount = Set(side.rows.map(\.answer.groupID)).count
    promptCount = Set(side.rows.map(\.answer.prompt.id)).count
    sha256 = Feedback.sha256(of: side.text)
  }
}

private func distinctAnswers(_ rows: [ExportedRow]) -> [ExportedAnswer] {
  var seen: Set<String> = []
  return rows.map(\.answer).filter { seen.insert($0.groupID).inserted }
}

private func counts(_ names: [String]) -> [String: Int] {
  Dictionary(grouping: names) { $0 }.mapValues(\.count)
}

private func followedGuidelines(
  _ answers: [ExportedAnswer], _ contents: StoreContents
) -> [ExportManifest.FollowedGuideline] {
  Dictionary(grouping: answers.compactMap(\.guidelineID)) { $0 }
    .compactMap { id, followers in
      contents.guidelines[id].map {
        ExportManifest.FollowedGuideline(
          version: $0.version, sha256: $0.sha256, judgementCount: followers.count)
      }
    }.sorted { $0.version < $1.version }
}
