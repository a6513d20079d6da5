/// Whether chains of wins lead from each item to each other, and what was done where they do not.
public struct Connectedness: Sendable, Codable, Equatable {
  /// The items in groups within which chains of wins lead both ways; one group is the good case.
  public let groups: [[Int]]
  /// How many wins and as many losses each item was given against a made-up one; 0 for none.
  public let pseudoCount: Double

  /// Whether each item leads to each other one by wins, so that the strengths are finite.
  public var isStrong: Bool { groups.count <= 1 }

  /// - Parameter pseudoCount: Where nil, ½ is taken if the graph needs it and else 0.
  init(_ graph: WinGraph, pseudoCount: Double?) {
    precondition(
      pseudoCount.map { $0 >= 0 && $0.isFinite } ?? true,
      "the pseudo-count must be finite and not negative, is \(pseudoCount ?? 0)")
    groups = graph.components.sorted { ($0.first ?? 0) < ($1.first ?? 0) }
    self.pseudoCount = pseudoCount ?? (groups.count <= 1 ? 0 : 0.5)
  }
}

extension Connectedness: CustomStringConvertible {
  /// What a reader of the strengths has to know, in a sentence.
  public var description: String {
    let state =
      isStrong
      ? "Chains of wins connect all items"
      : "Chains of wins do not connect all items, which fall into \(groups.count) groups"
    let given = "\(readable(pseudoCount)) pseudo-wins and as many losses against a made-up item"
    return pseudoCount > 0
      ? "\(state); each was given \(given), which pulls the strengths together."
      : isStrong ? "\(state)." : "\(state); the strengths are not finite."
  }
}
