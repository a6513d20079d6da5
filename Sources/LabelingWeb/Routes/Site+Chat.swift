import Feedback
import ServiceLifecycle

extension Site {
  /// Where a conversation begins, or goes on after a judgement.
  func chatForm(_ request: SiteRequest) throws -> SiteAnswer {
    guard let chat else { throw SiteError.notFound }
    guard let after = request.query.first("after") else { return try show(ChatPage(), request) }
    guard let id = Identifier<Assignment>(after) else { throw SiteError.notFound }
    let turns = try desk(for: chat).transcript(after: id, for: request.labeler.id)
    return try show(ChatPage(turns: turns, conversation: id.description), request)
  }

  /// Sends a turn to both models and lends the task that compares their replies.
  func beginChat(_ request: SiteRequest) async throws -> SiteAnswer {
    guard let chat else { throw SiteError.notFound }
    let turn = filledText(request.form.first("message")) ?? ""
    if let conversation = request.form.first("conversation") {
      guard let id = Identifier<Assignment>(conversation) else { throw SiteError.notFound }
      return try await proceed(after: id, turn, request)
    }
    let labeler = try request.labeler.id
    do {
      let assignment = try await untilTheEnd { [self] in
        try await desk(for: chat).begin(for: labeler, firstTurn: turn)
      }
      return .redirect(to: address(of: assignment.id))
    } catch {
      return try await refused(error, ChatPage(firstTurn: turn), request)
    }
  }

  /// Goes on with a conversation after a judgement.
  func proceed(
    after id: Identifier<Assignment>, _ turn: String, _ request: SiteRequest
  ) async throws -> SiteAnswer {
    guard let chat else { throw SiteError.notFound }
    let labeler = try request.labeler.id
    do {
      let assignment = try await untilTheEnd { [self] in
        try await desk(for: chat).proceed(after: id, by: labeler, userTurn: turn)
      }
      return .redirect(to: address(of: assignment.id))
    } catch {
      let page = ChatPage(firstTurn: turn, conversation: id.description)
      return try await refused(error, page, request)
    }
  }

  private func desk(for partner: any ChatPartner) -> ChatDesk {
    ChatDesk(store: store, partner: partner, now: now)
  }

  /// Shows the page again with what was written, and why it went no further.
  private func refused(
    _ error: any Error, _ page: ChatPage, _ request: SiteRequest
  ) async throws -> SiteAnswer {
    let problem = SiteError(error)
    guard problem.status != 404 else { throw problem }
    var page = page
    page.problem = problem.text
    let shown = page
    return try await workers.run { try show(shown, status: problem.status, request) }
  }
}

/// Does something that may take long and that nobody can stop, and waits for it no longer than the
/// server runs; the rest of it is lost then.
private func untilTheEnd<Value: Sendable>(
  _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
  let (results, continuation) = AsyncThrowingStream<Value, any Error>.makeStream()
  let task = Task.detached {
    do {
      continuation.yield(try await work())
      continuation.finish()
    } catch {
      continuation.finish(throwing: error)
    }
  }
  return try await cancelWhenGracefulShutdown {
    for try await result in results { return result }
    task.cancel()
    throw SiteError.busy
  }
}
