extension AccountDesk {
  /// Gives an account another role; its sessions end.
  ///
  /// - Throws: `FeedbackError.notFound`; `FeedbackError.refused` where no administrator would be
  ///   left.
  public func changeRole(
    of labeler: Identifier<Labeler>, to role: Labeler.Role, by author: Identifier<Labeler>?
  ) throws {
    try change(labeler, "labeler.roleChanged", to: role.rawValue, by: author) { $0.role = role }
  }

  /// Pauses an account, closes it or takes it back into use; closing ends its sessions.
  ///
  /// - Throws: `FeedbackError.notFound`; `FeedbackError.refused` where no administrator would be
  ///   left.
  public func changeState(
    of labeler: Identifier<Labeler>, to state: Labeler.State, by author: Identifier<Labeler>?
  ) throws {
    try change(labeler, "labeler.stateChanged", to: state.rawValue, by: author) {
      $0.state = state
    }
  }

  private func change(
    _ id: Identifier<Labeler>, _ kind: String, to value: String, by author: Identifier<Labeler>?,
    _ body: (inout Labeler) -> Void
  ) throws {
    let now = now()
    try store.write { writer in
      guard let old = try writer.find(id) else { throw FeedbackError.notFound("account \(id)") }
      var new = old
      body(&new)
      guard new != old else { return }
      try writer.update(new)
      guard try writer.all(Labeler.self).contains(where: \.runsTheProject) else {
        throw FeedbackError.refused(
          "this account is the last that runs the project; make another one administrator first")
      }
      try writer.record(
        kind, actor: author, on: Labeler.tableName, id.number, body: ["to": value], at: now)
      if new.role != old.role || new.state == .closed {
        try writer.end(writer.openSessions(of: id), actor: author, at: now)
      }
    }
  }
}

extension Labeler {
  fileprivate var runsTheProject: Bool { role == .administrator && state == .active }
}
