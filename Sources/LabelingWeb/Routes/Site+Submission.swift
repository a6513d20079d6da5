import Feedback

extension Site {
  /// Keeps a judgement, and shows what comes next once it is on the disk.
  ///
  /// A form that cannot be taken comes back as it was filled in.
  func submit(_ request: SiteRequest) async throws -> SiteAnswer {
    let kept = try await workers.run { try keep(request) }
    switch kept {
    case .refused(let answer): return answer
    case .kept(let receipt, let space):
      if let turn = nextTurn(request, space) {
        return try await proceed(after: space.assignment.id, turn, request)
      }
      return try await workers.run { try following(receipt, space, request) }
    }
  }

  /// What became of a form.
  private enum Outcome: Sendable {
    case kept(Receipt, Workspace)
    case refused(SiteAnswer)
  }

  private func keep(_ request: SiteRequest) throws -> Outcome {
    let labeler = try request.labeler
    let space = try labeling.workspace(request.identifier("assignment"), for: labeler.id)
    let key = request.form.first("idempotency_key") ?? ""
    guard SecretToken(key) != nil else {
      throw SiteError.malformed("The form has no key of its own. Reload the page and try again.")
    }
    let answer = AnswerForm(question: Question(space)).answer(from: request.form)
    if OrderCheck.isDue(answer, request.form, for: space) {
      let page = TaskPage(space, idempotencyKey: key, fields: request.form, asksForOrder: true)
      return .refused(try show(page, status: 422, request))
    }
    do {
      let receipt = try labeling.submit(
        space.assignment.id, by: labeler.id, answer: answer, idempotencyKey: key,
        activeMilliseconds: request.activeMilliseconds)
      return .kept(receipt, space)
    } catch FeedbackError.invalidAnswer(let problems) {
      let page = TaskPage(space, idempotencyKey: key, fields: request.form, problems: problems)
      return .refused(try show(page, status: 422, request))
    } catch let error as FeedbackError {
      let problem = SiteError(error)
      guard problem.status == 503 else { throw error }
      let page = TaskPage(
        space, idempotencyKey: key, fields: request.form,
        formProblems: [FormProblem("", problem.text)])
      return .refused(try show(page, status: 503, request).adding("Retry-After", "5"))
    }
  }

  private func following(
    _ receipt: Receipt, _ space: Workspace, _ request: SiteRequest
  ) throws -> SiteAnswer {
    let notice = Notice(receipt)
    if receipt.standing == .revised {
      return .redirect(to: "\(Route.work.path)?\(notice.query)")
    }
    return following(notice, for: try request.labeler)
  }

  /// What the labeler goes on to say in a chat.
  private func nextTurn(_ request: SiteRequest, _ space: Workspace) -> String? {
    guard space.task.kind == .chat, !space.isRevision, chat != nil else { return nil }
    return filledText(request.form.first("next_message"))
  }
}
