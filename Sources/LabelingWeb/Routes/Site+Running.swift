import Feedback

extension Site {
  /// What the store tells about its own data.
  func findings(_ request: SiteRequest) throws -> SiteAnswer {
    try show(FindingsPage(kept.findings(of: store)), request)
  }

  /// What holds for the whole project, to look at or to change.
  func settings(_ request: SiteRequest, reportCount: Int) async throws -> SiteAnswer {
    try await workers.run {
      let old = try store.read { try $0.settings() }
      guard request.route == .changeSettings else {
        let page = SettingsPage(old, cspReportCount: reportCount, notice: notice(in: request))
        return try show(page, request)
      }
      let author = try request.labeler.id
      let moment = now()
      let problems = try store.write { writer in
        var settings = try writer.settings()
        let problems = SettingsForm.apply(request.form, to: &settings)
        if problems.isEmpty { try writer.change(settings, by: author, at: moment) }
        return problems
      }
      guard !problems.isEmpty else { return changed(at: .settings) }
      let page = SettingsPage(
        old, fields: request.form, problems: problems, cspReportCount: reportCount)
      return try show(page, status: 422, request)
    }
  }

  /// The guideline, to change it: what is sent becomes a new version, and the old ones stay.
  func guidelineEditor(_ request: SiteRequest) throws -> SiteAnswer {
    let old = try store.read { try $0.currentGuideline() }
    guard request.route == .changeGuideline else {
      return try show(GuidelineEditorPage(old), request)
    }
    guard let text = filledText(request.form.first("text")), text.utf8.count <= 200_000 else {
      let problem = FormProblem("text", "Write a guideline of at most 200000 bytes.")
      let page = GuidelineEditorPage(
        old, text: request.form.first("text") ?? "", problems: [problem])
      return try show(page, status: 422, request)
    }
    let author = try request.labeler.id
    let moment = now()
    try store.write { try $0.addGuideline(text, by: author, at: moment) }
    return .redirect(to: Route.guideline.path)
  }

  /// What was done, the oldest first.
  func log(_ request: SiteRequest) throws -> SiteAnswer {
    let size = 100
    let after = request.query.first("after").flatMap(Identifier<Event>.init)
    let (events, people) = try store.read { reader in
      (
        try reader.events(after: after ?? .unassigned, limit: size + 1),
        try reader.all(Labeler.self)
      )
    }
    let names = Dictionary(
      people.map { ($0.id, $0.handle) }, uniquingKeysWith: { first, _ in first })
    let shown = Array(events.prefix(size))
    let page = LogPage(
      shown, people: names, next: events.count > size ? shown.last?.id : nil)
    return try show(page, request)
  }
}

extension FeedbackWriter {
  fileprivate func change(
    _ settings: ProjectSettings, by author: Identifier<Labeler>, at moment: Timestamp
  ) throws {
    guard try self.settings() != settings else { return }
    try update(settings)
    var told = settings
    // The secret of the split stays in its own table: auditors read events.
    told.splitSalt = ""
    try record(
      "settings.changed", actor: author, on: ProjectSettings.tableName, settings.id.number,
      body: told, at: moment)
  }

  fileprivate func addGuideline(
    _ text: String, by author: Identifier<Labeler>, at moment: Timestamp
  ) throws {
    let current = try currentGuideline()
    let hash = sha256(of: text)
    guard hash != current.sha256 else { return }
    let guideline = try insert(
      Guideline(
        version: current.version + 1, text: text, sha256: hash, createdAt: moment,
        authorID: author))
    try record(
      "guideline.changed", actor: author, on: Guideline.tableName, guideline.id.number,
      body: ["version": String(guideline.version), "sha256": hash], at: moment)
  }
}
