import Datasets

/// An import that is under way, within its transaction.
struct ImportRun {
  private let writer: any FeedbackWriter
  private let options: ImportOptions
  private let moment: Timestamp
  private let settings: ProjectSettings
  private var report: ImportReport
  private var clusters: PromptClusters
  private var knownTasks: Set<TaskKey>
  private var batch: TaskBatch?

  /// Starts an import.
  init(
    _ writer: any FeedbackWriter, _ options: ImportOptions, _ report: ImportReport,
    at moment: Timestamp
  ) throws {
    self.writer = writer
    self.options = options
    self.report = report
    self.moment = moment
    settings = try writer.settings()
    clusters = PromptClusters(try writer.all(StoredPrompt.self))
    knownTasks = Set(
      try writer.all(LabelingTask.self).filter { $0.state != .void }.map(TaskKey.init))
  }

  /// Takes a row in, with its task.
  mutating func take(_ row: ImportedRow) throws {
    report.rowCount += 1
    let prompt = try prompt(row.content, reference: row.reference)
    let completions = try row.completions.map { try keep($0, of: prompt) }
    guard let kind = options.kind(completionCount: completions.count) else {
      report.waitingCount += 1
      return
    }
    let shown = try completions.filter { try writer.isShowable($0) }
    if kind != .demonstration, shown.count < completions.count { report.withheldCount += 1 }
    switch kind {
    case .demonstration: try add(kind, of: prompt, [], nil)
    case .edit: for completion in shown { try add(kind, of: prompt, [completion.id], nil) }
    default:
      let gold = row.gold(for: completions)
      let isWhole = shown.count == completions.count
      guard isWhole || (gold == nil && kind.completionCounts.contains(shown.count)) else { return }
      try add(kind, of: prompt, shown.map(\.id), gold)
    }
  }

  /// Records what was brought, and returns the report.
  func finish(author: Identifier<Labeler>?) throws -> ImportReport {
    var told = report
    told.skipped = Array(report.skipped.prefix(100))
    try writer.record(
      "import.finished", actor: author, on: TaskBatch.tableName, batch?.id.number ?? 0,
      body: told, at: moment)
    return report
  }

  /// Returns the prompt with a content, which is kept if it is new.
  mutating func prompt(_ content: Content, reference: String) throws -> StoredPrompt {
    let draft = StoredPrompt(
      sha256: "", content: content, source: report.file, sourceReference: reference,
      cluster: "", split: .train, createdAt: moment)
    let hash = try contentHash(of: draft.turns)
    if let known = try writer.prompt(sha256: hash) {
      report.knownPromptCount += 1
      return known
    }
    let cluster = clusters.cluster(of: draft.turns, hash: hash)
    var prompt = draft
    prompt.sha256 = hash
    prompt.cluster = cluster.name
    prompt.split = settings.frozenSplit(ofCluster: cluster.name)
    prompt = try writer.insert(prompt)
    report.newPromptCount += 1
    report.nearDuplicateCount += cluster.isShared ? 1 : 0
    report.splitCounts[prompt.split.rawValue, default: 0] += 1
    let isPersonal = try writer.markPersonalData(
      in: plainText(of: prompt.turns), .prompt, prompt.id.number, at: moment)
    report.personalDataCount += isPersonal ? 1 : 0
    return prompt
  }

  private mutating func keep(
    _ completion: ImportedRow.Completion, of prompt: StoredPrompt
  ) throws -> StoredCompletion {
    let (kept, isNew, findings) = try writer.keep(
      StoredCompletion(
        promptID: prompt.id, sha256: contentHash(of: completion.text), text: completion.text,
        origin: completion.modelName == nil ? .reference : .model,
        modelName: completion.modelName, finishReason: completion.finishReason, createdAt: moment),
      of: prompt)
    report.newCompletionCount += isNew ? 1 : 0
    report.knownCompletionCount += isNew ? 0 : 1
    report.identityLeakCount += findings.isLeaking ? 1 : 0
    report.personalDataCount += findings.isPersonal ? 1 : 0
    return kept
  }

  private mutating func add(
    _ kind: LabelingTask.Kind, of prompt: StoredPrompt, _ ids: [Identifier<StoredCompletion>],
    _ gold: GoldAnswer?
  ) throws {
    var task = LabelingTask(
      batchID: .unassigned, promptID: prompt.id, kind: kind, completionIDs: ids,
      requiredOverlap: gold == nil ? options.overlap : LabelingTask.goldOverlap,
      priority: options.priority, gold: gold, createdAt: moment)
    guard knownTasks.insert(TaskKey(task)).inserted else {
      report.knownTaskCount += 1
      return
    }
    task.batchID = try openBatch().id
    _ = try writer.insert(task)
    report.taskCount += 1
    report.goldCount += gold == nil ? 0 : 1
  }

  private mutating func openBatch() throws -> TaskBatch {
    if let batch { return batch }
    let opened = try writer.insert(
      TaskBatch(round: options.round, purpose: options.purpose, createdAt: moment))
    batch = opened
    report.batchID = opened.id
    return opened
  }
}

/// What makes two tasks the same.
struct TaskKey: Hashable {
  let promptID: Identifier<StoredPrompt>
  let kind: LabelingTask.Kind
  let completionIDs: Set<Identifier<StoredCompletion>>

  init(_ task: LabelingTask) {
    promptID = task.promptID
    kind = task.kind
    completionIDs = Set(task.completionIDs)
  }
}

extension ImportedRow {
  /// Where the row is, and the order that it came with.
  fileprivate var reference: String {
    guard let ranks else { return String(line) }
    return "\(line); ranks " + ranks.map(String.init).joined(separator: " ")
  }

  /// The known answer of the row's task.
  fileprivate func gold(for completions: [StoredCompletion]) -> GoldAnswer? {
    guard let goldRanks else { return nil }
    return GoldAnswer(
      ranks: zip(completions, goldRanks).map { RankedCompletion($0.id, rank: $1) },
      explanation: explanation)
  }
}
