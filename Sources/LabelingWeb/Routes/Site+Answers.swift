import Feedback

extension Site {
  /// Answers a request whose sender is known and may ask for it.
  ///
  /// What only reads and writes the store runs on threads that may wait.
  ///
  /// - Throws: `SiteError`, `FeedbackError`.
  func answer(_ request: SiteRequest) async throws -> SiteAnswer {
    switch request.route {
    case .login: try await signIn(request)
    case .join: try await join(request)
    case .changePassword: try await changePassword(request)
    case .submit: try await submit(request)
    case .beginChat: try await beginChat(request)
    case .policyReport: await takePolicyReport()
    case .settings, .changeSettings:
      try await settings(request, reportCount: reports.count)
    default: try await workers.run { try storedAnswer(request) }
    }
  }

  private func storedAnswer(_ request: SiteRequest) throws -> SiteAnswer {
    switch request.route {
    case .start: start(request)
    case .health: try health()
    case .asset: try asset(request)
    case .loginForm: try loginForm(request)
    case .logout: try signOut(request)
    case .joinForm: try joinForm(request)
    case .account: try account(request)
    case .endSessions: try endSessions(request)
    default: try labelingAnswer(request)
    }
  }

  private func labelingAnswer(_ request: SiteRequest) throws -> SiteAnswer {
    switch request.route {
    case .work: try work(request)
    case .nextTask: try nextTask(request)
    case .task: try task(request)
    case .saveDraft: try saveDraft(request)
    case .extendLease: try extendLease(request)
    case .skip: try skip(request)
    case .history: try history(request)
    case .guideline, .guidelineVersion: try guideline(request)
    case .chat: try chatForm(request)
    default: try runningAnswer(request)
    }
  }

  private func runningAnswer(_ request: SiteRequest) throws -> SiteAnswer {
    switch request.route {
    case .disputes: try disputes(request)
    case .dispute: try dispute(request)
    case .settle: try settle(request)
    case .findings: try findings(request)
    case .people: try people(request)
    case .invite: try invite(request)
    case .changeRole: try changeRole(request)
    case .changeState: try changeState(request)
    case .revokeInvitation: try revokeInvitation(request)
    case .guidelineEditor, .changeGuideline: try guidelineEditor(request)
    case .tags, .addTag: try tags(request)
    case .liftTag: try liftTag(request)
    case .log: try log(request)
    default: throw SiteError.notFound
    }
  }
}

extension Site {
  private func start(_ request: SiteRequest) -> SiteAnswer {
    .redirect(to: request.visitor.map { home(of: $0.labeler) } ?? Route.loginForm.path)
  }

  private func health() throws -> SiteAnswer {
    _ = try store.read { try $0.settings().id }
    return .text("ok\n")
  }

  private func asset(_ request: SiteRequest) throws -> SiteAnswer {
    guard let asset = request.parameters["name"].flatMap(Asset.named) else {
      throw SiteError.notFound
    }
    return SiteAnswer(
      status: 200, contentType: asset.contentType, body: asset.text, isLasting: true)
  }

  private func takePolicyReport() async -> SiteAnswer {
    await reports.add()
    return .text("")
  }
}
