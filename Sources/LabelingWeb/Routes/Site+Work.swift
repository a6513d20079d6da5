import Feedback

extension Site {
  /// What a labeler has done and may do.
  func work(_ request: SiteRequest) throws -> SiteAnswer {
    try show(workPage(for: request.labeler, notice: notice(in: request)), request)
  }

  /// Lends the next task.
  func nextTask(_ request: SiteRequest) throws -> SiteAnswer {
    let labeler = try request.labeler
    switch try labeling.next(for: labeler.id) {
    case .lent(let assignment): return .redirect(to: address(of: assignment.id))
    case .nothing(let reason):
      return try show(workPage(for: labeler, nothing: reason), request)
    }
  }

  /// A task that the labeler has, or had.
  func task(_ request: SiteRequest) throws -> SiteAnswer {
    let labeler = try request.labeler
    let space = try labeling.workspace(request.identifier("assignment"), for: labeler.id)
    let page = TaskPage(
      space, idempotencyKey: SecretToken.new().text, notice: notice(in: request),
      isClosed: try isClosed(space, for: labeler))
    return try show(page, request)
  }

  /// Keeps what is filled in so far.
  func saveDraft(_ request: SiteRequest) throws -> SiteAnswer {
    let labeler = try request.labeler
    let space = try labeling.workspace(request.identifier("assignment"), for: labeler.id)
    let saved = try labeling.saveDraft(
      space.assignment.id, for: labeler.id,
      fields: DraftForm.kept(of: request.form, for: Question(space)),
      sequence: request.number("sequence", in: 0...Int(Int32.max))
        ?? (space.draft?.sequence ?? 0) + 1,
      activeMilliseconds: request.activeMilliseconds)
    guard request.wantsJSON else {
      let notice = Notice.draftSaved(saved.savedAt)
      return .redirect(to: "\(address(of: space.assignment.id))?\(notice.query)")
    }
    return .json([
      "saved_ms": saved.savedAt.milliseconds, "expires_ms": saved.leaseExpiresAt.milliseconds,
    ])
  }

  /// Lengthens a loan whose page is in use.
  func extendLease(_ request: SiteRequest) throws -> SiteAnswer {
    let id: Identifier<Assignment> = try request.identifier("assignment")
    let expiry = try labeling.extendLease(
      id, for: request.labeler.id, activeMilliseconds: request.activeMilliseconds)
    guard request.wantsJSON else { return .redirect(to: address(of: id)) }
    return .json(["expires_ms": expiry.milliseconds])
  }

  /// Passes a task on.
  func skip(_ request: SiteRequest) throws -> SiteAnswer {
    let labeler = try request.labeler
    let id: Identifier<Assignment> = try request.identifier("assignment")
    do {
      // A page passes its task on once, however often the button is hit.
      _ = try labeling.skip(
        id, by: labeler.id, reason: filledText(request.form.first("reason")) ?? "",
        idempotencyKey: "skip-\(id)", activeMilliseconds: request.activeMilliseconds)
    } catch FeedbackError.invalidAnswer(let problems) {
      let space = try labeling.workspace(id, for: labeler.id)
      let page = TaskPage(
        space, idempotencyKey: SecretToken.new().text,
        formProblems: problems.map { FormProblem("skip-reason", $0.message) })
      return try show(page, status: 422, request)
    }
    return following(.skipped, for: labeler)
  }

  /// What a labeler did lately.
  func history(_ request: SiteRequest) throws -> SiteAnswer {
    try show(HistoryPage(labeling.recent(of: request.labeler.id)), request)
  }

  /// What labelers are asked to do, now or at an earlier time.
  func guideline(_ request: SiteRequest) throws -> SiteAnswer {
    let (current, versions) = try store.read { reader in
      (try reader.currentGuideline(), try reader.all(Guideline.self))
    }
    guard let wanted = request.parameters["version"] else {
      return try show(GuidelinePage(current, versions: versions), request)
    }
    guard let version = Identifier<Guideline>(wanted)?.number,
      let guideline = versions.first(where: { $0.version == Int(version) })
    else { throw SiteError.notFound }
    return try show(GuidelinePage(guideline, versions: versions), request)
  }
}

extension Site {
  /// Sends a labeler on to the next task, or to the page of their work where there is none.
  ///
  /// What was done before is kept by now, so that nothing that fails here may look as if it were
  /// not.
  func following(_ notice: Notice, for labeler: Labeler) -> SiteAnswer {
    if case .lent(let assignment)? = try? labeling.next(for: labeler.id) {
      return .redirect(to: "\(address(of: assignment.id))?\(notice.query)")
    }
    return .redirect(to: "\(Route.work.path)?\(notice.query)")
  }

  /// Where a loan's page is.
  func address(of assignment: Identifier<Assignment>) -> String { "/task/\(assignment)" }

  /// What the address says was just done.
  func notice(in request: SiteRequest) -> Notice? {
    request.query.pairs.first.flatMap { Notice(query: "\($0.name)=\($0.value)") }
  }

  /// Whether a judgement may no longer be changed.
  func isClosed(_ space: Workspace, for labeler: Labeler) throws -> Bool {
    guard space.isRevision else { return false }
    let entry = try labeling.recent(of: labeler.id).first {
      $0.assignment.id == space.assignment.id
    }
    return entry?.isRevisable != true
  }

  private func workPage(
    for labeler: Labeler, nothing: NothingToDo? = nil, notice: Notice? = nil
  ) throws -> WorkPage {
    let lent = try labeling.lent(to: labeler.id).map {
      WorkPage.LentTask(assignment: $0.assignment, kind: $0.kind)
    }
    return WorkPage(
      progress: try labeling.progress(of: labeler.id), lent: lent, nothing: nothing,
      offersChat: chat != nil, notice: notice)
  }
}

extension SiteRequest {
  /// How long the labeler was at a task, as far as the page knows.
  var activeMilliseconds: Int { number("active_ms", in: 0...7 * 86_400_000) ?? 0 }
}
