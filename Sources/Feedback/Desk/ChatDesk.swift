public import Datasets

/// Where a labeler talks with two checkpoints at once and says after each turn which did better.
///
/// Each turn is a task that is lent to this labeler only. The replies are shown without names, in
/// an order drawn for the turn; the one that is preferred goes on in the conversation. A
/// conversation is a batch, and its tasks are its turns.
public struct ChatDesk: Sendable {
  /// Where conversations are kept.
  public let store: any FeedbackStore
  /// Who answers.
  public let partner: any ChatPartner
  /// How far a conversation may go.
  public let limits: ChatLimits
  let now: @Sendable () -> Timestamp
  let randomSeed: @Sendable () -> UInt64

  /// Creates a desk.
  public init(
    store: any FeedbackStore, partner: any ChatPartner, limits: ChatLimits = ChatLimits(),
    now: @escaping @Sendable () -> Timestamp = Timestamp.now,
    randomSeed: @escaping @Sendable () -> UInt64 = LabelingDesk.unpredictableSeed
  ) {
    self.store = store
    self.partner = partner
    self.limits = limits
    self.now = now
    self.randomSeed = randomSeed
  }

  /// Begins a conversation, and returns the loan of the task to judge its first replies.
  ///
  /// Who has replies to judge already gets that task back.
  ///
  /// - Throws: `FeedbackError.refused` for an empty or too long turn, or an account that gets no
  ///   tasks; what the partner throws.
  public func begin(
    for labeler: Identifier<Labeler>, firstTurn: String
  ) async throws -> Assignment {
    try check(firstTurn)
    let open = try store.read { reader in
      try reader.checkChatter(labeler)
      return try reader.openChat(of: labeler)
    }
    if let open { return open }
    let turns = [Message(role: "user", content: firstTurn)]
    // The conversation has no number before its replies are there.
    let name = "new-\(labeler)-\(randomSeed())"
    let replies = try await replies(to: turns, conversation: name)
    return try keep(ChatTurn(turns: turns, replies: replies, conversation: nil), of: labeler)
  }

  /// Goes on with a conversation, and returns the loan of the task to judge the next replies.
  ///
  /// The same turn sent twice makes one task.
  ///
  /// - Throws: `FeedbackError.notFound` where the loan is another's, `refused` where no reply is
  ///   preferred yet, or the conversation has gone on or is long enough.
  public func proceed(
    after id: Identifier<Assignment>, by labeler: Identifier<Labeler>, userTurn: String
  ) async throws -> Assignment {
    try check(userTurn)
    let turn = Message(role: "user", content: userTurn)
    let (turns, batch, next) = try store.read { reader in
      try reader.checkChatter(labeler)
      let space = try reader.chat(id, of: labeler)
      let turns = try space.goingOn() + [turn]
      return (turns, space.task.batchID, try reader.followUp(of: space, turns))
    }
    if let next { return next }
    guard turns.count(where: { $0.role == "user" }) <= limits.turnCount else {
      throw FeedbackError.refused(
        "a conversation has \(limits.turnCount) turns at most; begin a new one")
    }
    let replies = try await replies(to: turns, conversation: "\(batch)")
    return try keep(
      ChatTurn(turns: turns, replies: replies, conversation: batch, after: id), of: labeler)
  }

  /// Returns the conversation so far, with the preferred reply at its end once there is one.
  ///
  /// - Throws: `FeedbackError.notFound` where the loan is another's or no chat's.
  public func transcript(
    after id: Identifier<Assignment>, for labeler: Identifier<Labeler>
  ) throws -> [Message] {
    let space = try store.read { try $0.chat(id, of: labeler) }
    return (try? space.goingOn()) ?? space.prompt.turns
  }

  private func check(_ turn: String) throws {
    guard !turn.unicodeScalars.allSatisfy(\.properties.isWhitespace) else {
      throw FeedbackError.refused("write something first")
    }
    guard turn.utf8.count <= limits.turnLength else {
      throw FeedbackError.refused(
        "a turn has \(limits.turnLength) letters at most, and this one \(turn.utf8.count)")
    }
  }

  private func replies(
    to turns: [Message], conversation: String
  ) async throws -> [ChatReply] {
    let replies = try await partner.replies(to: turns, conversation: conversation)
    guard replies.count == 2 else {
      throw FeedbackError.inconsistent("a chat has two replies, and \(replies.count) came")
    }
    return replies
  }

  private func keep(_ turn: ChatTurn, of labeler: Identifier<Labeler>) throws -> Assignment {
    let (moment, seed) = (now(), randomSeed())
    return try store.write { try $0.keep(turn, of: labeler, seed: seed, at: moment) }
  }
}
