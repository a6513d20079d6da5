import HTML
import Statistics

extension Frontier {
  /// Returns a report of the runs: every round in a table, then charts, best points and peaks.
  ///
  /// - Parameters:
  ///   - bestOf: The best of n beside the runs.
  ///   - rowLimit: The most rows of a run's table; those that are marked are always among them.
  public func report(bestOf: BestOfCurve? = nil, rowLimit: Int = 40) -> Report {
    let title = runs.count == 1 ? "Frontier of \(runs[0].name)" : "Frontier of \(runs.count) runs"
    let tables = runs.indices.map { rounds(ofRun: $0, atMost: rowLimit) }
    let bestOfTable = bestOf.map { [Self.table(of: $0)] } ?? []
    return Report(
      title: title,
      sections: [Report.Section("Rounds", tables + bestOfTable)] + sections(bestOf: bestOf))
  }

  /// Returns a run's points with what is to be said of each.
  private func rounds(ofRun run: Int, atMost count: Int) -> Report.Block {
    let points = runs[run].points
    guard !points.isEmpty else {
      return .note(
        "\(runs[run].name) measured neither a gold score nor how far it is from its reference.")
    }
    let best = CheckpointChoices(among: points)
    let onFrontier = Set(members.filter { $0.run == run }.map(\.point))
    func marks(_ index: Int) -> String {
      [
        measure == .gold && onFrontier.contains(index) ? "frontier" : nil,
        points[index] == best?.byGold ? "best gold" : nil,
        points[index] == best?.byLowerBound ? "best bound" : nil,
        points[index] == best?.byReward ? "best reward" : nil,
      ].compactMap(\.self).joined(separator: ", ")
    }
    let marked = points.indices.filter { !marks($0).isEmpty }
    let shown =
      points.count > count
      ? Set(marked + evenly(Array(points.indices), atMost: max(2, count - marked.count))).sorted()
      : Array(points.indices)
    let rows = shown.map { index -> [String] in
      let point = points[index]
      return [String(point.step), decimal(point.distance, places: 2)] + cells(of: point).dropFirst()
        + [marks(index)]
    }
    let some = shown.count < points.count ? "; \(shown.count) of \(points.count) rounds" : ""
    return .table(
      Table(
        headers: ["Step", "√KL", "KL", "Reward", "Gold score", "Remark"], rows: rows,
        caption: runs[run].name + some))
  }

  private static func table(of curve: BestOfCurve) -> Report.Block {
    let rows = curve.points.filter { $0.n.nonzeroBitCount == 1 || $0.n == curve.points.count }
      .map { point in
        [
          String(point.n), decimal(point.distance, places: 2), decimal(point.kl, places: 2),
          "\(point.reward)", point.gold.map { "\($0)" } ?? "–",
        ]
      }
    return .table(
      Table(
        headers: ["Best of", "√KL", "KL at most", "Reward", "Gold score"], rows: rows,
        caption: "The best of n of \(curve.model), chosen by \(curve.judge)"))
  }
}
