import Statistics

/// How many of a labeler's latest tasks are looked through for questions with a known answer.
private let goldWindow = 1000

extension FeedbackReader {
  /// Returns how a labeler does on the questions whose answer is known.
  ///
  /// Answers from before an administrator lifted a mark `gold` do not count any more.
  func goldStanding(of labeler: Identifier<Labeler>) throws -> GoldStanding {
    let start = try lastLift(of: labeler)
    var hits: [Bool] = []
    for loan in try finishedAssignments(of: labeler, limit: goldWindow).reversed() {
      guard loan.state == .submitted, let gold = try find(loan.taskID)?.gold,
        let judgement = try judgements(of: loan.id).last,
        start.map({ judgement.createdAt > $0 }) ?? true
      else { continue }
      hits.append(gold.isHit(by: judgement.answer))
    }
    return GoldStanding(hits)
  }

  private func lastLift(of labeler: Identifier<Labeler>) throws -> Timestamp? {
    try all(QualityTag.self)
      .filter {
        $0.subject == .labeler && $0.subjectNumber == labeler.number && $0.name == goldTagName
      }
      .compactMap(\.liftedAt).max()
  }
}

extension FeedbackWriter {
  /// Marks a labeler whose answers to known questions are as bad as is feared.
  ///
  /// The mark only warns: whether to pause the account is for an administrator to say.
  func checkGold(of labeler: Identifier<Labeler>, at moment: Timestamp) throws {
    let marks = try tags(on: .labeler, labeler.number)
    guard !marks.contains(where: { $0.name == goldTagName }) else { return }
    let standing = try goldStanding(of: labeler)
    guard standing.verdict == .unreliable else { return }
    let reason =
      "\(standing.hitCount) of \(standing.answerCount) questions with a known answer were answered "
      + "as is known; talk to the labeler, pause the account, or lift this mark"
    try mark(.labeler, labeler.number, goldTagName, reason, excludes: false, at: moment)
  }

  /// Sets a mark, and records that.
  @discardableResult
  func mark(
    _ subject: QualityTag.Subject, _ number: Int64, _ name: String, _ reason: String,
    excludes: Bool, at moment: Timestamp
  ) throws -> QualityTag {
    let tag = try insert(
      QualityTag(
        on: subject, number, name: name, reason: reason, excludes: excludes, createdAt: moment))
    try record(
      "\(subject.rawValue).tagged", actor: nil, on: QualityTag.tableName, tag.id.number, body: tag,
      at: moment)
    return tag
  }
}

/// The mark of a labeler who fails known questions.
private let goldTagName = "gold"

extension GoldStanding {
  /// Creates the standing of who gave these answers, the oldest first.
  init(_ hits: [Bool]) {
    let verdict: Verdict =
      switch SequentialTest().state(after: hits).verdict {
      case .continue: .undecided
      case .clear: .reliable
      case .pause: .unreliable
      }
    self.init(hitCount: hits.count { $0 }, answerCount: hits.count, verdict: verdict)
  }
}
