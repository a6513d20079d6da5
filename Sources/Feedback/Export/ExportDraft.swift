import Datasets

/// What goes into an export, while it is being made.
struct ExportDraft {
  let contents: StoreContents
  let format: ExportFormat
  let filter: ExportFilter
  let judgementCount: Int
  private let answers: [ExportedAnswer]
  private(set) var rows: [ExportedRow] = []
  private(set) var exclusions: [ExclusionReason: Int]

  init(_ contents: StoreContents, _ format: ExportFormat, _ filter: ExportFilter) {
    self.contents = contents
    self.format = format
    self.filter = filter
    let allowed = ExportedAnswers(contents, for: format, filter)
    judgementCount = allowed.judgementCount
    exclusions = allowed.exclusions
    guard filter.counting == .majority else {
      answers = allowed.answers
      return
    }
    let ranked = allowed.answers.filter { $0.task.kind.isRanked }
    let others = allowed.answers.filter { !$0.task.kind.isRanked }
    let majority = majorityAnswers(ranked, in: contents)
    if majority.withoutMajority > 0 { exclusions[.noMajority] = majority.withoutMajority }
    answers = (others + majority.answers).sorted { $0.origin < $1.origin }
  }

  /// Makes the rows of all answers.
  mutating func makeRows() throws {
    let maker = RowMaker(
      contents: contents, format: format, filter: filter,
      evidence: PreferenceEvidence(contents, preferences))
    var seen: Set<String> = []
    for answer in answers {
      switch try outcome(of: answer, maker) {
      case .excluded(let reason): exclude(answer, reason)
      case .rows(let lines):
        let isNew = format != .sft || seen.insert(repetitionKey(answer, maker)).inserted
        if !isNew { exclude(answer, .repeated) }
        if isNew { rows += lines.map { ExportedRow(line: $0, answer: answer) } }
      }
    }
  }

  /// The answers that tell which of the completions of a prompt is better, for edits.
  private var preferences: [ExportedAnswer] {
    guard format == .edits else { return [] }
    return ExportedAnswers(contents, for: .rankings, filter).answers
  }

  private mutating func exclude(_ answer: ExportedAnswer, _ reason: ExclusionReason) {
    exclusions[reason, default: 0] += answer.labelers.count
  }

  /// Written texts are each their own; what was ranked best is exported once.
  private func repetitionKey(_ answer: ExportedAnswer, _ maker: RowMaker) -> String {
    guard answer.task.kind.isRanked else { return answer.groupID }
    let ranked = contents.ranked(answer.answer, among: answer.task.completionIDs)
    let best = ranked.map(\.rank).min()
    return ranked.filter { $0.rank == best }.map { "\($0.completion.id)" }.joined(separator: " ")
  }

  private func outcome(of answer: ExportedAnswer, _ maker: RowMaker) throws -> RowMaker.Outcome {
    do {
      return try maker.rows(of: answer)
    } catch let problem as UnwritableRow {
      let place = problem.column.map { "in '\($0)' " } ?? ""
      throw FeedbackError.unexportable(
        answer: answer.groupID, task: answer.task.id, reason: place + problem.reason)
    }
  }

  /// The rows by side of the split, without empty sides.
  var sides: [ExportSide] {
    StoredPrompt.Split.allCases.compactMap { split in
      let rows = rows.filter { $0.answer.prompt.split == split }
      return rows.isEmpty ? nil : ExportSide(split: split, rows: rows)
    }
  }

  /// Why answers were left out and how many, the most first.
  var exclusionCounts: [ExportManifest.Exclusion] {
    exclusions.map { ExportManifest.Exclusion(reason: $0.key, count: $0.value) }
      .sorted { ($1.count, $0.reason.rawValue) < ($0.count, $1.reason.rawValue) }
  }

  /// Checks that near duplicates are on one side of the split, and that no known answer is in it.
  func checkSplits() throws {
    var sides: [String: StoredPrompt] = [:]
    for row in rows {
      let prompt = row.answer.prompt
      if row.answer.task.gold != nil {
        throw FeedbackError.refused("task \(row.answer.task.id) has a known answer; report a bug")
      }
      if let other = sides[prompt.cluster], other.split != prompt.split {
        throw FeedbackError.refused(
          "prompts \(other.id) and \(prompt.id) are near duplicates, and one is in "
            + "\(other.split.rawValue), the other in \(prompt.split.rawValue); "
            + "take one out of use with a mark and export again")
      }
      sides[prompt.cluster] = prompt
    }
  }
}

extension LabelingTask.Kind {
  /// Whether the answer is an order of completions.
  var isRanked: Bool { self == .ranking || self == .pair || self == .chat }
}
