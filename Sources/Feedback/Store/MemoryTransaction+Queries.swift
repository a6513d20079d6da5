extension MemoryTransaction {
  func settings() throws -> ProjectSettings {
    guard let settings = (facts() as [ProjectSettings]).first else {
      throw FeedbackError.inconsistent("there are no settings")
    }
    return settings
  }

  func currentGuideline() throws -> Guideline {
    let all: [Guideline] = facts()
    guard let newest = all.max(by: { $0.version < $1.version }) else {
      throw FeedbackError.inconsistent("there is no guideline")
    }
    return newest
  }

  func labeler(handle: String) throws -> Labeler? {
    let wanted = lowercasedASCII(handle)
    return first { lowercasedASCII($0.handle).hasSameBytes(as: wanted) }
  }

  func credential(of labeler: Identifier<Labeler>) throws -> Credential? {
    first { $0.labelerID == labeler }
  }

  func invitation(tokenHash: String) throws -> Invitation? {
    first { $0.tokenHash.hasSameBytes(as: tokenHash) }
  }

  func session(tokenHash: String) throws -> Session? {
    first { $0.tokenHash.hasSameBytes(as: tokenHash) }
  }

  func openSessions(of labeler: Identifier<Labeler>) throws -> [Session] {
    facts { $0.labelerID == labeler && $0.revokedAt == nil }
  }

  func failedLogins(handleHash: String, since: Timestamp) throws -> Int {
    let attempts: [LoginAttempt] = facts {
      !$0.succeeded && $0.handleHash.hasSameBytes(as: handleHash)
    }
    return attempts.count { $0.at >= since }
  }

  func failedLogins(addressPrefix: String, since: Timestamp) throws -> Int {
    let attempts: [LoginAttempt] = facts {
      !$0.succeeded && $0.addressPrefix.hasSameBytes(as: addressPrefix)
    }
    return attempts.count { $0.at >= since }
  }

  func prompt(sha256: String) throws -> StoredPrompt? {
    first { $0.sha256.hasSameBytes(as: sha256) }
  }

  func completions(of prompt: Identifier<StoredPrompt>) throws -> [StoredCompletion] {
    facts { $0.promptID == prompt }
  }

  func adjudications(of task: Identifier<LabelingTask>) throws -> [Adjudication] {
    facts { $0.taskID == task }
  }

  func tags(on subject: QualityTag.Subject, _ number: Int64) throws -> [QualityTag] {
    facts { $0.subject == subject && $0.subjectNumber == number && $0.liftedAt == nil }
  }

  func events(after: Identifier<Event>, limit: Int) throws -> [Event] {
    Array(facts { $0.id > after }.prefix(limit))
  }

  func lastEvent() throws -> Event? { (facts() as [Event]).last }
}
