extension FeedbackReader {
  /// Returns the first task for a labeler of which nothing was taken out of use.
  func firstShowable(for labeler: Identifier<Labeler>, gold: Bool) throws -> LabelingTask? {
    var limit = 4
    var seenCount = 0
    while true {
      let tasks = try availableTasks(for: labeler, gold: gold, limit: limit)
      for task in tasks.dropFirst(seenCount) where try isShowable(task) { return task }
      guard tasks.count == limit else { return nil }
      seenCount = limit
      limit *= 8
    }
  }

  /// Returns one of the first questions with a known answer that a labeler has not had.
  func someGold(
    for labeler: Identifier<Labeler>, using generator: inout some RandomNumberGenerator
  ) throws -> LabelingTask? {
    try availableTasks(for: labeler, gold: true, limit: 20).filter(isShowable)
      .randomElement(using: &generator)
  }

  /// Draws whether a labeler's next task is one whose answer is known.
  ///
  /// The gaps between such tasks are even over 1 to 2n − 1, where one in n is wanted: one in n on
  /// average, never long without one, and no telling when.
  func isGoldDue(
    for labeler: Identifier<Labeler>, using generator: inout some RandomNumberGenerator
  ) throws -> Bool {
    let every = try settings().goldEvery
    guard every > 0 else { return false }
    let longestGap = 2 * every - 1
    var sinceLast = 0
    for loan in try finishedAssignments(of: labeler, limit: longestGap - 1) {
      if try find(loan.taskID)?.gold != nil { break }
      sinceLast += 1
    }
    return Int.random(in: 0..<(longestGap - sinceLast), using: &generator) == 0
  }

  /// Returns why there is nothing to do for a labeler.
  func reasonForNothing(for labeler: Identifier<Labeler>) throws -> NothingToDo {
    let open = try tasks(in: .open).filter { $0.gold == nil }
    func nothing(_ reason: NothingToDo.Reason) -> NothingToDo {
      NothingToDo(reason: reason, openTaskCount: open.count)
    }
    guard try required(labeler, "account").state == .active else { return nothing(.paused) }
    guard !open.isEmpty else { return nothing(try hasOrdinaryTasks() ? .allDone : .noTasks) }
    let had = try hadTasks(of: labeler)
    let untouched = try open.filter { try !had.contains($0.id) && isShowable($0) }
    guard !untouched.isEmpty else { return nothing(.allDone) }
    let others = try untouched.filter { try !isOwn($0, labeler) }
    guard !others.isEmpty else { return nothing(.onlyOwn) }
    let expiries = try others.flatMap { try assignments(of: $0.id) }
      .filter { $0.state == .leased }.map(\.leaseExpiresAt)
    return nothing(.allLent(nextFreeAt: expiries.min()))
  }

  private func hasOrdinaryTasks() throws -> Bool {
    try LabelingTask.State.allCases.contains { state in
      try tasks(in: state).contains { $0.gold == nil }
    }
  }

  private func hadTasks(of labeler: Identifier<Labeler>) throws -> Set<Identifier<LabelingTask>> {
    // A loan that ran out may come back, once a place is free.
    Set(
      try Assignment.State.allCases.filter { $0 != .expired }
        .flatMap { try assignments(of: labeler, in: $0) }.map(\.taskID))
  }

  /// Returns whether a labeler wrote the prompt or a completion of a task.
  func isOwn(_ task: LabelingTask, _ labeler: Identifier<Labeler>) throws -> Bool {
    if try find(task.promptID)?.authorID == labeler { return true }
    return try task.completionIDs.contains { try find($0)?.authorID == labeler }
  }
}
