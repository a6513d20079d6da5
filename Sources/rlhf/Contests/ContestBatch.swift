import Feedback

/// What a store's batch of a contest says of how its pairs were chosen.
struct ContestBatch {
  /// How many pairs were the same text twice, which nobody was asked about.
  let alikeCount: Int

  /// The text that the batch keeps.
  var selector: String { "\(Self.mark)\(alikeCount)" }

  private static let mark = "pairs of two models; the same text twice: "

  /// Reads what a batch keeps; nothing where it is no contest's.
  init?(selector: String) {
    guard selector.hasPrefix(Self.mark), let count = Int(selector.dropFirst(Self.mark.count))
    else { return nil }
    alikeCount = count
  }

  /// Creates a description.
  init(alikeCount: Int) { self.alikeCount = alikeCount }
}

extension FeedbackReader {
  /// The contests of a store, in their order.
  func contests() throws -> [(batch: TaskBatch, about: ContestBatch)] {
    try all(TaskBatch.self).compactMap { batch in
      ContestBatch(selector: batch.selector).map { (batch, $0) }
    }
  }
}
