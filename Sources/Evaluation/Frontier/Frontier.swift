import Statistics

/// The points of several runs, of which none scores higher at no greater distance.
///
/// All points compete, whatever run they are of: a run lies above another where it buys the same
/// score with less KL. They compete by gold score, and by reward only where no run has a gold judge.
public struct Frontier: Sendable, Equatable {
  /// What the points compete by.
  public enum Measure: String, Sendable, Codable {
    /// What the gold judge says.
    case gold
    /// What the runs learn from.
    case reward
  }

  /// A point of one of the runs.
  public struct Member: Sendable, Hashable {
    /// The run's place among the runs.
    public let run: Int
    /// The point's place among the run's points.
    public let point: Int
  }

  /// The runs.
  public let runs: [FrontierRun]
  /// What their points compete by.
  public let measure: Measure
  /// The points on the frontier, the nearest to the start first; of equal ones the first.
  public let members: [Member]

  /// Finds the frontier of some runs.
  public init(of runs: [FrontierRun]) {
    self.runs = runs
    let measure: Measure = runs.contains(where: \.hasGold) ? .gold : .reward
    self.measure = measure
    let all = runs.enumerated().flatMap { run, described in
      described.points.indices.map { Member(run: run, point: $0) }
    }
    let scored = all.compactMap { member -> (member: Member, kl: Double, score: Double)? in
      let point = runs[member.run].points[member.point]
      guard let score = measure == .gold ? point.gold?.value : point.reward else { return nil }
      return (member, point.kl, score)
    }
    var highest = -Double.infinity
    members = scored.sorted { ($0.kl, -$0.score) < ($1.kl, -$1.score) }.compactMap { entry in
      guard entry.score > highest else { return nil }
      highest = entry.score
      return entry.member
    }
  }

  /// Returns what a member competes with.
  public func point(_ member: Member) -> FrontierPoint { runs[member.run].points[member.point] }
}
