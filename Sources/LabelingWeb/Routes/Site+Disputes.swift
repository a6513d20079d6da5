import Feedback

extension Site {
  /// The tasks on which labelers disagree.
  func disputes(_ request: SiteRequest) throws -> SiteAnswer {
    let page = DisputesPage(try adjudication.disputes(limit: 50), notice: notice(in: request))
    return try show(page, request)
  }

  /// One of them, with all sides.
  func dispute(_ request: SiteRequest) throws -> SiteAnswer {
    try show(DisputePage(openDispute(request)), request)
  }

  /// Settles one.
  func settle(_ request: SiteRequest) throws -> SiteAnswer {
    let dispute = try openDispute(request)
    guard let settlement = SettlementForm(request.form) else {
      let page = DisputePage(
        dispute, fields: request.form, formProblems: [SettlementForm.missingCause])
      return try show(page, status: 422, request)
    }
    do {
      _ = try adjudication.settle(
        dispute.task.id, by: request.labeler.id,
        answer: AnswerForm(question: Question(dispute)).answer(from: request.form),
        cause: settlement.cause, note: settlement.note)
      return .redirect(to: "\(Route.disputes.path)?\(Notice.settled.query)")
    } catch FeedbackError.invalidAnswer(let problems) {
      let page = DisputePage(dispute, fields: request.form, problems: problems)
      return try show(page, status: 422, request)
    } catch FeedbackError.diskFull {
      let problem = FormProblem("", SiteError.diskFull.text)
      let page = DisputePage(dispute, fields: request.form, formProblems: [problem])
      return try show(page, status: 503, request).adding("Retry-After", "5")
    }
  }

  /// A task that labelers disagree on, or disagreed; others, with what is said of them and by whom,
  /// are nobody's affair.
  private func openDispute(_ request: SiteRequest) throws -> Dispute {
    let dispute = try adjudication.dispute(request.identifier("task"))
    guard [.disputed, .settled].contains(dispute.task.state) else { throw SiteError.notFound }
    return dispute
  }
}
