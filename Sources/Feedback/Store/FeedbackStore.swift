/// Where tasks and judgements are kept: an SQLite file, or memory.
///
/// Both keep the same promises: a transaction is whole or not at all, writers come one after the
/// other, a reader sees one moment. What is done in transactions (lending tasks, taking
/// judgements) is written once, over `FeedbackReader` and `FeedbackWriter`.
public protocol FeedbackStore: Sendable {
  /// Reads at one moment.
  func read<Value>(_ body: (any FeedbackReader) throws -> Value) throws -> Value

  /// Writes all that `body` writes, or nothing if it throws; on disk when it returns.
  func write<Value>(_ body: (any FeedbackWriter) throws -> Value) throws -> Value
}

/// What can be asked within a transaction.
///
/// Results come in the order of their numbers unless said.
public protocol FeedbackReader {
  /// Returns a fact by its number.
  func find<Fact: StoredFact>(_ id: Identifier<Fact>) throws -> Fact?
  /// Returns all facts of a kind.
  func all<Fact: StoredFact>(_ kind: Fact.Type) throws -> [Fact]
  /// Returns how many facts of a kind there are.
  func count<Fact: StoredFact>(_ kind: Fact.Type) throws -> Int

  /// Returns the settings.
  func settings() throws -> ProjectSettings
  /// Returns the guideline of the highest version.
  func currentGuideline() throws -> Guideline
  /// Returns the account with a handle, which is compared without regard to case.
  func labeler(handle: String) throws -> Labeler?
  /// Returns an account's credential.
  func credential(of labeler: Identifier<Labeler>) throws -> Credential?
  /// Returns the invitation whose token has a hash.
  func invitation(tokenHash: String) throws -> Invitation?
  /// Returns the session whose token has a hash.
  func session(tokenHash: String) throws -> Session?
  /// Returns an account's sessions that were not ended.
  func openSessions(of labeler: Identifier<Labeler>) throws -> [Session]
  /// Counts failed attempts to sign in since a moment, by handle or by address.
  func failedLogins(handleHash: String, since: Timestamp) throws -> Int
  /// Counts failed attempts to sign in since a moment, by handle or by address.
  func failedLogins(addressPrefix: String, since: Timestamp) throws -> Int

  /// Returns the prompt whose content has a hash.
  func prompt(sha256: String) throws -> StoredPrompt?
  /// Returns the completions of a prompt.
  func completions(of prompt: Identifier<StoredPrompt>) throws -> [StoredCompletion]
  /// Returns the tasks of a batch.
  func tasks(of batch: Identifier<TaskBatch>) throws -> [LabelingTask]
  /// Returns the tasks in a state.
  func tasks(in state: LabelingTask.State) throws -> [LabelingTask]
  /// Returns the tasks that show a completion.
  func tasks(showing completion: Identifier<StoredCompletion>) throws -> [LabelingTask]

  /// Returns a task's loans.
  func assignments(of task: Identifier<LabelingTask>) throws -> [Assignment]
  /// Returns a labeler's loans in a state.
  func assignments(
    of labeler: Identifier<Labeler>, in state: Assignment.State
  ) throws
    -> [Assignment]
  /// Returns the loans whose time has run out and that are still marked as lent.
  func overdueAssignments(at moment: Timestamp) throws -> [Assignment]
  /// Returns open tasks that a labeler may have: not lent to them before, nothing in it written by
  /// them, and with a free place (submitted and lent fewer than the overlap).
  ///
  /// The highest priority comes first, then the lowest number. Gold tasks come only if asked for,
  /// and then alone.
  func availableTasks(
    for labeler: Identifier<Labeler>, gold: Bool, limit: Int
  ) throws
    -> [LabelingTask]
  /// Returns the median of the active time of the latest submitted loans of a kind, in
  /// milliseconds.
  func medianActiveMilliseconds(of kind: LabelingTask.Kind) throws -> Int?
  /// Returns what a labeler filled in.
  func draft(of assignment: Identifier<Assignment>) throws -> Draft?

  /// Returns a loan's judgements, the latest revision last.
  func judgements(of assignment: Identifier<Assignment>) throws -> [Judgement]
  /// Returns the judgement that a form made.
  func judgement(idempotencyKey: String) throws -> Judgement?
  /// Returns the judgement that counts of each loan: the one of the highest revision.
  func currentJudgements() throws -> [Judgement]
  /// Returns the loans that a labeler submitted (in time or not) or skipped, the one that was
  /// submitted latest first.
  func finishedAssignments(of labeler: Identifier<Labeler>, limit: Int) throws -> [Assignment]
  /// Returns the decisions on a task, the latest last.
  func adjudications(of task: Identifier<LabelingTask>) throws -> [Adjudication]
  /// Returns the marks on a thing that were not lifted.
  func tags(on subject: QualityTag.Subject, _ number: Int64) throws -> [QualityTag]
  /// Returns events after one, the oldest first.
  func events(after: Identifier<Event>, limit: Int) throws -> [Event]
  /// Returns the last event.
  func lastEvent() throws -> Event?
}

/// What can be changed within a transaction.
public protocol FeedbackWriter: FeedbackReader {
  /// Adds a fact and returns it with its number.
  ///
  /// - Throws: `FeedbackError.duplicate` where there may be only one such fact.
  func insert<Fact: StoredFact>(_ fact: Fact) throws -> Fact
  /// Puts a changed fact in the place of the one with its number.
  func update<Fact: RevisableFact>(_ fact: Fact) throws
  /// Removes what a labeler filled in; only drafts are ever removed.
  func removeDraft(of assignment: Identifier<Assignment>) throws
}
