extension FeedbackWriter {
  /// Writes what every store begins with.
  func beginProject(_ settings: ProjectSettings, guideline: String, at now: Timestamp) throws {
    var settings = settings
    settings.id = .unassigned
    settings = try insert(settings)
    let first = try insert(
      Guideline(version: 1, text: guideline, sha256: sha256(of: guideline), createdAt: now))
    try record(
      "store.created", actor: nil, on: ProjectSettings.tableName, settings.id.number,
      body: ["name": settings.name, "guideline": first.sha256], at: now)
  }
}
