extension SQLTransaction {
  func settings() throws -> ProjectSettings {
    guard let settings: ProjectSettings = try first("SELECT * FROM settings") else {
      throw FeedbackError.inconsistent("there are no settings")
    }
    return settings
  }

  func currentGuideline() throws -> Guideline {
    guard let newest: Guideline = try first("SELECT * FROM guideline ORDER BY version DESC") else {
      throw FeedbackError.inconsistent("there is no guideline")
    }
    return newest
  }

  func labeler(handle: String) throws -> Labeler? {
    try first("SELECT * FROM labeler WHERE handle = ?", handle)
  }

  func credential(of labeler: Identifier<Labeler>) throws -> Credential? {
    try first("SELECT * FROM credential WHERE labelerID = ?", labeler)
  }

  func invitation(tokenHash: String) throws -> Invitation? {
    try first("SELECT * FROM invitation WHERE tokenHash = ?", tokenHash)
  }

  func session(tokenHash: String) throws -> Session? {
    try first("SELECT * FROM session WHERE tokenHash = ?", tokenHash)
  }

  func openSessions(of labeler: Identifier<Labeler>) throws -> [Session] {
    try facts(
      "SELECT * FROM session WHERE labelerID = ? AND revokedAt IS NULL ORDER BY id", labeler)
  }

  func failedLogins(handleHash: String, since: Timestamp) throws -> Int {
    try number(
      "SELECT count(*) FROM login_attempt WHERE succeeded = 0 AND handleHash = ? AND at >= ?",
      handleHash, since) ?? 0
  }

  func failedLogins(addressPrefix: String, since: Timestamp) throws -> Int {
    try number(
      "SELECT count(*) FROM login_attempt WHERE succeeded = 0 AND addressPrefix = ? AND at >= ?",
      addressPrefix, since) ?? 0
  }

  func prompt(sha256: String) throws -> StoredPrompt? {
    try first("SELECT * FROM prompt WHERE sha256 = ?", sha256)
  }

  func completions(of prompt: Identifier<StoredPrompt>) throws -> [StoredCompletion] {
    try facts("SELECT * FROM completion WHERE promptID = ? ORDER BY id", prompt)
  }

  func adjudications(of task: Identifier<LabelingTask>) throws -> [Adjudication] {
    try facts("SELECT * FROM adjudication WHERE taskID = ? ORDER BY id", task)
  }

  func tags(on subject: QualityTag.Subject, _ number: Int64) throws -> [QualityTag] {
    try facts(
      """
      SELECT * FROM quality_tag
      WHERE subject = ? AND subjectNumber = ? AND liftedAt IS NULL ORDER BY id
      """, subject.rawValue, number)
  }

  func events(after: Identifier<Event>, limit: Int) throws -> [Event] {
    try facts("SELECT * FROM event WHERE id > ? ORDER BY id LIMIT ?", after, limit)
  }

  func lastEvent() throws -> Event? { try first("SELECT * FROM event ORDER BY id DESC") }
}
