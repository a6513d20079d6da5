extension MemoryTransaction {
  func tasks(of batch: Identifier<TaskBatch>) throws -> [LabelingTask] {
    facts { $0.batchID == batch }
  }

  func tasks(in state: LabelingTask.State) throws -> [LabelingTask] { facts { $0.state == state } }

  func tasks(showing completion: Identifier<StoredCompletion>) throws -> [LabelingTask] {
    facts { $0.completionIDs.contains(completion) }
  }

  func assignments(of task: Identifier<LabelingTask>) throws -> [Assignment] {
    facts { $0.taskID == task }
  }

  func assignments(
    of labeler: Identifier<Labeler>, in state: Assignment.State
  ) throws
    -> [Assignment]
  {
    facts { $0.labelerID == labeler && $0.state == state }
  }

  func overdueAssignments(at moment: Timestamp) throws -> [Assignment] {
    facts { $0.state == .leased && $0.leaseExpiresAt <= moment }
  }

  func availableTasks(
    for labeler: Identifier<Labeler>, gold: Bool, limit: Int
  ) throws
    -> [LabelingTask]
  {
    let open: [LabelingTask] = facts { $0.state == .open && ($0.gold != nil) == gold }
    let loans = Dictionary(grouping: facts() as [Assignment], by: \.taskID)
    let free = try open.filter { task in
      let loans = loans[task.id] ?? []
      return try !loans.contains { $0.labelerID == labeler }
        && loans.count { $0.state == .leased || $0.state == .submitted } < task.requiredOverlap
        && !isPartly(task, by: labeler)
    }
    // The sort keeps the numbers' order among equals, as it is stable.
    return Array(free.sorted { $0.priority > $1.priority }.prefix(limit))
  }

  /// Returns whether a labeler wrote something that a task shows.
  private func isPartly(_ task: LabelingTask, by labeler: Identifier<Labeler>) throws -> Bool {
    try find(task.promptID)?.authorID == labeler
      || task.completionIDs.contains { try find($0)?.authorID == labeler }
  }

  func medianActiveMilliseconds(of kind: LabelingTask.Kind) throws -> Int? {
    let times: [Assignment] = try facts {
      try $0.state == .submitted && find($0.taskID)?.kind == kind
    }
    return median(times.suffix(medianSampleCount).map(\.activeMilliseconds))
  }

  func draft(of assignment: Identifier<Assignment>) throws -> Draft? {
    first { $0.assignmentID == assignment }
  }

  func judgements(of assignment: Identifier<Assignment>) throws -> [Judgement] {
    facts { $0.assignmentID == assignment }.sorted { $0.revision < $1.revision }
  }

  func judgement(idempotencyKey: String) throws -> Judgement? {
    first { $0.idempotencyKey.hasSameBytes(as: idempotencyKey) }
  }

  func currentJudgements() throws -> [Judgement] {
    let all: [Judgement] = facts()
    let latest = Dictionary(all.map { ($0.assignmentID, $0.revision) }, uniquingKeysWith: max)
    return all.filter { latest[$0.assignmentID] == $0.revision }
  }

  func finishedAssignments(of labeler: Identifier<Labeler>, limit: Int) throws -> [Assignment] {
    let finished: [Assignment] = facts {
      $0.labelerID == labeler && [.submitted, .skipped, .surplus].contains($0.state)
    }
    return Array(finished.sorted { $0.isFinishedLater(than: $1) }.prefix(limit))
  }
}

extension Assignment {
  fileprivate func isFinishedLater(than other: Assignment) -> Bool {
    let (mine, theirs) = (submittedAt?.milliseconds, other.submittedAt?.milliseconds)
    return (mine ?? .min, id.number) > (theirs ?? .min, other.id.number)
  }
}
