/// Who was ever preferred to whom.
struct WinGraph {
  /// The items that each was preferred to.
  private var beaten: [Set<Int>]

  init(itemCount: Int) {
    beaten = [Set<Int>](repeating: [], count: itemCount)
  }

  init(of contests: [Contest], itemCount: Int) {
    self.init(itemCount: itemCount)
    for contest in contests {
      if contest.firstWins > 0 { insert(winner: contest.first, loser: contest.second) }
      if contest.secondWins > 0 { insert(winner: contest.second, loser: contest.first) }
    }
  }

  mutating func insert(winner: Int, loser: Int) {
    beaten[winner].insert(loser)
  }

  /// Whether each item leads to each other one by a chain of wins.
  ///
  /// Zermelo 1929 and Ford 1957: only then does the likelihood of a Bradley–Terry model have a top.
  var isStronglyConnected: Bool { components.count <= 1 }

  /// The items by chains of wins in both directions, each group in rising order.
  ///
  /// Kosaraju's two passes, without recursion.
  var components: [[Int]] {
    var reversed = [[Int]](repeating: [], count: beaten.count)
    for (winner, losers) in beaten.enumerated() {
      for loser in losers.sorted() { reversed[loser].append(winner) }
    }
    let forward = beaten.map { $0.sorted() }
    var seen = [Bool](repeating: false, count: beaten.count)
    let finished = beaten.indices.flatMap { Self.visited(from: $0, along: forward, &seen) }
    seen = [Bool](repeating: false, count: beaten.count)
    return finished.reversed().compactMap { start in
      let component = Self.visited(from: start, along: reversed, &seen)
      return component.isEmpty ? nil : component.sorted()
    }
  }

  /// Returns the unseen items that can be reached, each after those reached from it.
  private static func visited(
    from start: Int, along edges: [[Int]], _ seen: inout [Bool]
  ) -> [Int] {
    guard !seen[start] else { return [] }
    seen[start] = true
    var finished: [Int] = []
    var path = [(item: start, next: 0)]
    while let top = path.last {
      guard top.next < edges[top.item].count else {
        finished.append(top.item)
        path.removeLast()
        continue
      }
      path[path.count - 1].next += 1
      let item = edges[top.item][top.next]
      guard !seen[item] else { continue }
      seen[item] = true
      path.append((item, 0))
    }
    return finished
  }
}
