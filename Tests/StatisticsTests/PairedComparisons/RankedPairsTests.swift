import Testing

@testable import Statistics

@Suite("Ranked pairs")
struct RankedPairsTests {
  /// Turns an order such as `xzwy` into ranks of w, x, y and z.
  private func ranks(_ order: String) -> [Int?] {
    let order = Array(order.utf8)
    return "wxyz".utf8.map { item in order.firstIndex(of: item).map { $0 + 1 } }
  }

  @Test("give the published order of fifteen ballots, and their majorities")
  func published() {
    let result = RankedPairs(
      rankings: ["wxzy", "wyxz", "xyzw", "xzwy", "ywxz"].map(ranks), weights: [3, 2, 4, 5, 1])
    #expect(result.order == [1, 3, 0, 2])
    let names = Array("wxyz")
    let majorities = result.majorities.map {
      "\(names[$0.winner])\(names[$0.loser]) \(Int($0.margin))"
    }
    #expect(majorities == ["xz 15", "xy 9", "wy 5", "xw 3", "zw 3", "zy 1"])
    #expect(result.condorcetWinner == 1 && result.cycles.isEmpty && result.overruled.isEmpty)
  }

  @Test("report a circle and overrule its weakest majority")
  func circle() {
    // 1 ≻ 2 by 3 of 9, 2 ≻ 0 by 5 of 9, 0 ≻ 1 by 1 of 9; all of them before 3.
    let result = RankedPairs(
      rankings: [[3, 1, 2, 4], [2, 3, 1, 4], [1, 2, 3, 4]], weights: [4, 3, 2])
    #expect(result.cycles == [[0, 1, 2]])
    #expect(result.condorcetWinner == nil)
    #expect(result.overruled.map(\.winner) == [0] && result.overruled.map(\.loser) == [1])
    #expect(result.order == [1, 2, 0, 3])
  }

  @Test("do not depend on the order of ballots, and follow the items' numbers")
  func invariance() {
    let ballots = ["wxzy", "wyxz", "xyzw", "xzwy", "ywxz"].map(ranks)
    let turned = RankedPairs(
      rankings: ballots.reversed().map { $0.reversed() }, weights: [1, 5, 4, 2, 3])
    #expect(turned.order == [2, 0, 3, 1])
  }

  @Test("take missing items for no vote and ties for none either")
  func partial() {
    let result = RankedPairs(rankings: [[1, 1, nil], [nil, 2, 1]])
    #expect(result.majorities.map(\.winner) == [2] && result.condorcetWinner == nil)
    #expect(result.order.firstIndex(of: 2) ?? 9 < result.order.firstIndex(of: 1) ?? 0)
    #expect(RankedPairs(rankings: []).order.isEmpty)
  }

  @Test("prefer the Condorcet winner whatever else goes round")
  func condorcet() {
    let result = RankedPairs(
      rankings: [[1, 2, 3, 4], [1, 4, 2, 3], [1, 3, 4, 2]])
    #expect(result.order.first == 0 && result.condorcetWinner == 0)
    #expect(result.cycles == [[1, 2, 3]] && result.overruled.count == 1)
  }
}

@Suite("Circular triads")
struct CircularTriadsTests {
  /// Each of n items is preferred to the (n − 1)/2 after it, in a ring.
  private func ring(_ count: Int) -> [[Bool]] {
    (0..<count).map { row in
      (0..<count).map { column in
        let distance = (column - row + count) % count
        return distance != 0 && distance <= (count - 1) / 2
      }
    }
  }

  private func order(_ count: Int) -> [[Bool]] {
    (0..<count).map { row in (0..<count).map { row < $0 } }
  }

  @Test("are as many as can be in a ring, five for five items, and none in an order")
  func extremes() {
    let circular = CircularTriads(isPreferred: ring(5))
    #expect(circular.count == 5 && circular.largestCount == 5 && circular.consistency == 0)
    let straight = CircularTriads(isPreferred: order(5))
    #expect(straight.count == 0 && straight.consistency == 1)
    #expect(CircularTriads(isPreferred: order(4)).largestCount == 2)
  }

  @Test("are those that counting all triples finds")
  func brute() {
    var verdicts = order(6)
    for (row, column) in [(0, 3), (1, 5), (2, 4), (0, 5)] {
      verdicts[row][column] = false
      verdicts[column][row] = true
    }
    var due = 0
    for a in 0..<6 {
      for b in 0..<a {
        for c in 0..<b
        where verdicts[a][b] == verdicts[b][c] && verdicts[b][c] == verdicts[c][a] { due += 1 }
      }
    }
    #expect(due > 0 && CircularTriads(isPreferred: verdicts).count == due)
  }

  @Test("have no consistency below three items")
  func few() {
    #expect(CircularTriads(isPreferred: order(2)).consistency == nil)
    #expect(CircularTriads(isPreferred: []).consistency == nil)
  }

  @Test("refuse verdicts that are no tournament")
  func impossible() async {
    await #expect(processExitsWith: .failure) {
      _ = CircularTriads(isPreferred: [[false, true], [true, false]])
    }
  }
}
