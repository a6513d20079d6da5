import Batches
import Evaluation
import Foundation
import Runs
import Scoring
import Statistics

/// Watches a policy while it learns: the texts of each rollout, the rounds on the gold set, and what
/// the diagnosis makes of them.
struct Watch {
  private let gold: GoldSet?
  private var diagnosis: Diagnosis
  private let strangers: Set<String>
  private var tracker = GoldTracker()
  private var rounds = GoldRounds()
  /// The metrics of the texts of the step that is going on.
  private var rollout: [String: Double] = [:]

  /// The round with the best gold score so far.
  var best: GoldTracker.Round? { tracker.best }

  /// Why the run should end here; nil while it should go on.
  private(set) var reasonToStop: String?

  /// - Parameter strangers: Metrics that are called like others and are something else, which the
  ///   diagnosis must not see.
  init(
    _ gold: GoldSet?, _ diagnosis: DiagnosisConfiguration, hiding strangers: Set<String> = []
  ) {
    self.gold = gold
    self.diagnosis = Diagnosis(diagnosis)
    self.strangers = strangers
  }

  /// What a step brought to light.
  struct Sighting {
    var metrics: [String: Double]
    var alarms: [Alarm] = []
    /// The round on the gold set, where it was time for one.
    var round: GoldRound?
    /// How the model stands, where no earlier round had a better gold score.
    var best: GoldStanding?
  }

  /// Takes up where a resumed run goes on.
  mutating func resume(in folder: URL) throws {
    let rows = try readMetrics(from: folder)
    for row in rows { _ = diagnosis.alarms(on: known(row.values), at: row.step) }
    tracker = GoldTracker(observing: rows)
    for line in try StepLog.gold.read(GoldRound.Scores.self, in: folder) {
      _ = rounds.metrics(of: line)
    }
  }

  /// Takes the texts of a rollout, before its step is recorded.
  mutating func observe(_ episodes: [Episode], _ scores: [Double]) {
    rollout = completionMetrics(
      of: episodes.map(\.completion), scores: scores,
      lengths: episodes.map(\.sequence.completion.count))
  }

  /// Looks at a step that was made.
  ///
  /// - Parameter metrics: What the loop recorded.
  mutating func look(
    at metrics: [String: Double], after step: Int, of stepCount: Int
  ) throws -> Sighting {
    var sighting = Sighting(metrics: metrics.merging(rollout) { $1 })
    rollout = [:]
    if let gold, step % gold.keys.every == 0 || step == stepCount {
      let round = try gold.round(after: step)
      sighting.round = round
      sighting.metrics.merge(round.metrics) { $1 }
      if let scores = round.scores {
        sighting.metrics.merge(rounds.metrics(of: scores)) { $1 }
        if let standing = GoldStanding(sighting.metrics, step: step) {
          compare(standing, keepsBest: gold.keys.keepsBest, patience: gold.keys.patience, &sighting)
        }
      }
    }
    sighting.alarms = diagnosis.alarms(on: known(sighting.metrics), at: step)
    if let alarm = sighting.alarms.first(where: { $0.action == .stop }) {
      reasonToStop = "the diagnosis is \(alarm.verdict.rawValue)"
    }
    return sighting
  }

  private func known(_ metrics: [String: Double]) -> [String: Double] {
    metrics.filter { !strangers.contains($0.key) }
  }

  private mutating func compare(
    _ round: GoldStanding, keepsBest: Bool, patience: Int, _ sighting: inout Sighting
  ) {
    let standing = tracker.observe(
      step: round.step, score: round.score, lower: round.lower, upper: round.upper)
    if standing.isBest && keepsBest { sighting.best = round }
    reasonToStop = EarlyStopping(patience: patience).reason(for: standing)
  }
}

extension GoldRounds {
  /// The metrics of a round; without those about rewards where there are none.
  fileprivate mutating func metrics(of line: GoldRound.Scores) -> [String: Double] {
    let found = metrics(scores: line.scores, rewards: line.rewards ?? line.scores)
    guard line.rewards == nil else { return found }
    let ofReward = ["gold/reward", "gold/agreement", "gold/lookahead"]
    return found.filter { metric, _ in !ofReward.contains { metric.hasPrefix($0) } }
  }
}
