import Runs

/// Chooses what to label next: most of it where reward models disagree, some at random.
///
/// Of n tasks, the random share is drawn from all candidates that are not chosen for the
/// disagreement about them, each with the same probability. The most disputed ones are chosen in any
/// case, so that the probability of each candidate is known exactly:
///
///     π = 1                       for the d most disputed of N
///     π = (n − d) / (N − d)       for all others
///
/// With a random share none is 0. Weighing each judgement by 1/π (Horvitz and Thompson 1952) then
/// estimates agreement and win rates over all candidates, although the choice is one-sided.
public struct TaskSelector: Sendable, Equatable {
  /// The share that is drawn at random, in `0...1`.
  public let randomShare: Double
  /// The same seed draws the same candidates.
  public let seed: UInt64

  /// Creates a way of choosing.
  public init(randomShare: Double = 0.2, seed: UInt64) {
    precondition((0...1).contains(randomShare), "the random share is \(randomShare), not in 0...1")
    self.randomShare = randomShare
    self.seed = seed
  }

  /// Chooses among candidates.
  ///
  /// Candidates without a disagreement are chosen at random only. With a random share, at least one
  /// is drawn at random.
  ///
  /// - Parameters:
  ///   - count: How many to choose; all where there are fewer.
  ///   - candidates: What there is to choose from.
  public func selection(of count: Int, among candidates: [TaskCandidate]) -> TaskSelection {
    precondition(count >= 0, "the count must not be negative, is \(count)")
    let count = min(count, candidates.count)
    let disputed = disputed(count, among: candidates)
    let others = candidates.indices.filter { !disputed.contains($0) }
    let randomCount = count - disputed.count
    var generator = SeededGenerator(seed: seed)
    let drawn = others.shuffled(using: &generator).prefix(randomCount)
    let chance = others.isEmpty ? 0 : Double(randomCount) / Double(others.count)
    return TaskSelection(
      candidates: candidates,
      probabilities: candidates.indices.map { disputed.contains($0) ? 1 : chance },
      chosen: (disputed.sorted() + drawn).shuffled(using: &generator),
      disputedCount: disputed.count, randomCount: randomCount)
  }

  /// The places of the most disputed candidates, the earlier of equal ones first.
  private func disputed(_ count: Int, among candidates: [TaskCandidate]) -> Set<Int> {
    let wanted = Int((Double(count) * randomShare).rounded())
    let random = randomShare > 0 ? min(count, max(1, wanted)) : 0
    let scored = candidates.indices.compactMap { place in
      candidates[place].disagreement.map { (place: place, disagreement: $0) }
    }.sorted { ($1.disagreement, $0.place) < ($0.disagreement, $1.place) }
    return Set(scored.prefix(count - random).map(\.place))
  }
}
