extension LabelingDesk {
  /// Returns what a labeler did lately, the latest first: twenty entries, or as many as may still
  /// be changed.
  public func recent(of labeler: Identifier<Labeler>) throws -> [RecentWork] {
    try store.read { reader in
      let undoCount = try reader.settings().undoCount
      let loans = try reader.finishedAssignments(of: labeler, limit: max(20, undoCount))
      return try loans.enumerated().compactMap { index, loan in
        guard let judgement = try reader.judgements(of: loan.id).last else { return nil }
        let task = try reader.required(loan.taskID, "task")
        return RecentWork(
          assignment: loan, kind: task.kind,
          promptStart: try reader.required(task.promptID, "prompt").start, judgement: judgement,
          isRevisable: index < undoCount)
      }
    }
  }

  /// Returns how much a labeler has done.
  public func progress(of labeler: Identifier<Labeler>) throws -> LabelerProgress {
    let midnight = now().startOfDay
    return try store.read { reader in
      let submitted = try reader.assignments(of: labeler, in: .submitted)
      let surplus = try reader.assignments(of: labeler, in: .surplus)
      let today = (submitted + surplus).count { ($0.submittedAt ?? $0.leasedAt) >= midnight }
      return LabelerProgress(
        todayCount: today, totalCount: submitted.count + surplus.count,
        skippedCount: try reader.assignments(of: labeler, in: .skipped).count,
        surplusCount: surplus.count,
        lentCount: try reader.assignments(of: labeler, in: .leased).count)
    }
  }

  /// Returns how a labeler does on the questions whose answer is known; for administrators only.
  public func goldStanding(of labeler: Identifier<Labeler>) throws -> GoldStanding {
    try store.read { try $0.goldStanding(of: labeler) }
  }
}

extension Timestamp {
  /// Midnight in UTC before this moment.
  fileprivate var startOfDay: Timestamp {
    let day: Int64 = 86_400_000
    return Timestamp(milliseconds: milliseconds - ((milliseconds % day) + day) % day)
  }
}
