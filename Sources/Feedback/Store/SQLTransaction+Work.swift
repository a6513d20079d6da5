extension SQLTransaction {
  func tasks(of batch: Identifier<TaskBatch>) throws -> [LabelingTask] {
    try facts("SELECT * FROM task WHERE batchID = ? ORDER BY id", batch)
  }

  func tasks(in state: LabelingTask.State) throws -> [LabelingTask] {
    try facts("SELECT * FROM task WHERE state = ? ORDER BY id", state.rawValue)
  }

  func tasks(showing completion: Identifier<StoredCompletion>) throws -> [LabelingTask] {
    try facts(
      """
      SELECT * FROM task WHERE promptID = (SELECT promptID FROM completion WHERE id = ?)
        AND ? IN (SELECT value FROM json_each(completionIDs))
      ORDER BY id
      """, completion, completion)
  }

  func assignments(of task: Identifier<LabelingTask>) throws -> [Assignment] {
    try facts("SELECT * FROM assignment WHERE taskID = ? ORDER BY id", task)
  }

  func assignments(
    of labeler: Identifier<Labeler>, in state: Assignment.State
  ) throws
    -> [Assignment]
  {
    try facts(
      "SELECT * FROM assignment WHERE labelerID = ? AND state = ? ORDER BY id", labeler,
      state.rawValue)
  }

  func overdueAssignments(at moment: Timestamp) throws -> [Assignment] {
    try facts(
      """
      SELECT * FROM assignment INDEXED BY assignment_overdue
      WHERE state = 'leased' AND leaseExpiresAt <= ? ORDER BY id
      """, moment)
  }

  func availableTasks(
    for labeler: Identifier<Labeler>, gold: Bool, limit: Int
  ) throws
    -> [LabelingTask]
  {
    // Left to itself SQLite would take the index of states, and sort all open tasks each time.
    try facts(
      """
      SELECT * FROM task INDEXED BY task_open\(gold ? "_gold" : "")
      WHERE state = 'open' AND gold IS \(gold ? "NOT " : "")NULL
        AND NOT EXISTS (
          SELECT 1 FROM assignment WHERE taskID = task.id AND labelerID = ?)
        AND requiredOverlap > (
          SELECT count(*) FROM assignment
          WHERE taskID = task.id AND assignment.state IN ('leased', 'submitted'))
        AND NOT EXISTS (SELECT 1 FROM prompt WHERE prompt.id = promptID AND authorID = ?)
        AND NOT EXISTS (
          SELECT 1 FROM json_each(completionIDs) JOIN completion ON completion.id = value
          WHERE authorID = ?)
      ORDER BY priority DESC, id LIMIT ?
      """, labeler, labeler, labeler, limit)
  }

  func medianActiveMilliseconds(of kind: LabelingTask.Kind) throws -> Int? {
    try median(
      numbers(
        """
        SELECT activeMilliseconds FROM assignment JOIN task ON task.id = taskID
        WHERE assignment.state = 'submitted' AND kind = ?
        ORDER BY assignment.id DESC LIMIT \(medianSampleCount)
        """, kind.rawValue))
  }

  func draft(of assignment: Identifier<Assignment>) throws -> Draft? {
    try first("SELECT * FROM draft WHERE assignmentID = ?", assignment)
  }

  func judgements(of assignment: Identifier<Assignment>) throws -> [Judgement] {
    try facts("SELECT * FROM judgement WHERE assignmentID = ? ORDER BY revision", assignment)
  }

  func judgement(idempotencyKey: String) throws -> Judgement? {
    try first("SELECT * FROM judgement WHERE idempotencyKey = ?", idempotencyKey)
  }

  func currentJudgements() throws -> [Judgement] {
    try facts(
      """
      SELECT * FROM judgement WHERE revision = (
        SELECT max(revision) FROM judgement other
        WHERE other.assignmentID = judgement.assignmentID)
      ORDER BY id
      """)
  }

  func finishedAssignments(of labeler: Identifier<Labeler>, limit: Int) throws -> [Assignment] {
    try facts(
      """
      SELECT * FROM assignment
      WHERE labelerID = ? AND state IN ('submitted', 'skipped', 'surplus')
      ORDER BY submittedAt DESC, id DESC LIMIT ?
      """, labeler, limit)
  }
}
