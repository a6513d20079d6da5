extension FeedbackWriter {
  /// Adds an event to the end of the chain; part of the transaction that did the thing.
  ///
  /// - Parameters:
  ///   - kind: What was done: `judgement.submitted`, `task.leased`, ….
  ///   - actor: Who did it; nobody for the program.
  ///   - table: The table of the thing that it was done to.
  ///   - number: The number of the thing.
  ///   - body: What else there is to say; becomes canonical JSON.
  ///   - moment: When.
  /// - Throws: `FeedbackError`, or `EncodingError` for a body that JSON cannot hold.
  public func record(
    _ kind: String, actor: Identifier<Labeler>?, on table: String, _ number: Int64,
    body: some Encodable, at moment: Timestamp
  ) throws {
    let previous = try lastEvent()
    let position = Identifier<Event>((previous?.id.number ?? 0) + 1)
    var event = Event(
      id: position, at: moment, actorID: actor, kind: kind, targetTable: table,
      targetNumber: number, body: try JSONTree(encoding: body).canonicalText,
      previousHash: previous?.hash ?? Event.hashBeforeTheFirst, hash: "")
    event.hash = event.computedHash
    event.id = .unassigned
    guard try insert(event).id == position else {
      throw FeedbackError.inconsistent("event \(position) is not the one after \(position)")
    }
  }

  /// Adds an event that needs no more words.
  ///
  /// - Throws: `FeedbackError`.
  public func record(
    _ kind: String, actor: Identifier<Labeler>?, on table: String, _ number: Int64,
    at moment: Timestamp
  ) throws {
    try record(kind, actor: actor, on: table, number, body: [String: String](), at: moment)
  }
}
