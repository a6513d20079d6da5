import Feedback

extension Site {
  /// The marks, to look at or to add one.
  func tags(_ request: SiteRequest) throws -> SiteAnswer {
    guard request.route == .addTag else {
      return try show(TagsPage(allTags(), notice: notice(in: request)), request)
    }
    let author = try request.labeler.id
    let moment = now()
    var problems: [FormProblem] = []
    let tag = newTag(request.form, by: author, at: moment, &problems)
    guard let tag, problems.isEmpty else {
      let page = TagsPage(try allTags(), fields: request.form, problems: problems)
      return try show(page, status: 422, request)
    }
    let isThere = try store.write { writer in
      guard try writer.holds(tag.subject, tag.subjectNumber) else { return false }
      let kept = try writer.insert(tag)
      try writer.record(
        "tag.set", actor: author, on: QualityTag.tableName, kept.id.number, body: kept, at: moment)
      return true
    }
    guard !isThere else { return changed(at: .tags) }
    let problem = FormProblem("number", "There is no \(tag.subject.rawValue) with this number.")
    let page = TagsPage(try allTags(), fields: request.form, problems: [problem])
    return try show(page, status: 422, request)
  }

  /// Lifts a mark; it is kept, with when it was lifted.
  func liftTag(_ request: SiteRequest) throws -> SiteAnswer {
    let id: Identifier<QualityTag> = try request.identifier("tag")
    let author = try request.labeler.id
    let moment = now()
    try store.write { writer in
      guard var tag = try writer.find(id) else { throw SiteError.notFound }
      guard tag.liftedAt == nil else { return }
      tag.liftedAt = moment
      try writer.update(tag)
      try writer.record(
        "tag.lifted", actor: author, on: QualityTag.tableName, id.number, at: moment)
    }
    return changed(at: .tags)
  }

  private func allTags() throws -> [QualityTag] {
    try store.read { Array(try $0.all(QualityTag.self).reversed().prefix(1000)) }
  }

  private func newTag(
    _ form: FormFields, by author: Identifier<Labeler>, at moment: Timestamp,
    _ problems: inout [FormProblem]
  ) -> QualityTag? {
    let subject = form.first("subject").flatMap(QualityTag.Subject.init(rawValue:))
    if subject == nil { problems.append(FormProblem("subject", "Choose what is marked.")) }
    let number = form.first("number").flatMap(Identifier<QualityTag>.init)?.number
    if number == nil { problems.append(FormProblem("number", "This must be a number.")) }
    let name = filledText(form.first("name")) ?? ""
    if name.isEmpty || name.utf8.count > 240 {
      problems.append(FormProblem("name", "Name the mark, in at most 60 characters."))
    }
    let reason = filledText(form.first("reason")) ?? ""
    if reason.isEmpty || reason.utf8.count > 4000 {
      problems.append(FormProblem("reason", "Say why, in at most 1000 characters."))
    }
    guard let subject, let number else { return nil }
    return QualityTag(
      on: subject, number, name: name, reason: reason, excludes: form.first("excludes") != nil,
      authorID: author, createdAt: moment)
  }
}

extension FeedbackReader {
  /// Whether there is the thing that a mark names.
  fileprivate func holds(_ subject: QualityTag.Subject, _ number: Int64) throws -> Bool {
    switch subject {
    case .assignment: try find(Identifier<Assignment>(number)) != nil
    case .labeler: try find(Identifier<Labeler>(number)) != nil
    case .task: try find(Identifier<LabelingTask>(number)) != nil
    case .completion: try find(Identifier<StoredCompletion>(number)) != nil
    case .prompt: try find(Identifier<StoredPrompt>(number)) != nil
    }
  }
}
