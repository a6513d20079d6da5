/// Which candidates were chosen, and with what probability each could have been.
public struct TaskSelection: Sendable, Equatable {
  /// All candidates.
  public let candidates: [TaskCandidate]
  /// The probability with which each is chosen, over all seeds. `[candidate]`
  public let probabilities: [Double]
  /// The places of those that were chosen, in random order.
  public let chosen: [Int]
  /// How many were chosen for the models' disagreement about them.
  public let disputedCount: Int
  /// How many were drawn at random.
  public let randomCount: Int

  /// What to make tasks of, in random order.
  ///
  /// All have the same priority: were the disputed ones judged first, an unfinished batch would not
  /// have the probabilities that are noted.
  public var proposals: [TaskProposal] {
    chosen.map { place in
      TaskProposal(
        promptID: candidates[place].promptID, completionIDs: candidates[place].completionIDs,
        selectionProbability: probabilities[place])
    }
  }
}
