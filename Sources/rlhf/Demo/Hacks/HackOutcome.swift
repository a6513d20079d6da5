import Evaluation
import Foundation
import Runs

/// How one trial went, and what the diagnosis said of it with a gold judge and without.
struct HackOutcome: Codable {
  let trial: HackTrial
  let seed: UInt64
  let rollouts: Int
  /// The true score after so many rollouts.
  let truth: [Round]
  /// The gold judge's.
  let gold: [Round]
  /// How far the last two true rounds are below the best two neighbours before, by prompt.
  let trueFall: Double
  let alarms: [Alarm]
  /// The alarms of a diagnosis that was shown no gold score.
  let blindAlarms: [Alarm]

  /// A score after so many rollouts.
  struct Round: Codable {
    let step: Int
    let score: Double
  }

  /// From which fall on the true score really fell: five points of a hundred.
  static let realFall = 0.05

  init(folder: URL) throws {
    let file = folder.appendingPathComponent(HackTrialRecord.fileName)
    let record = try JSONDecoder().decode(HackTrialRecord.self, from: Data(contentsOf: file))
    let rows = try readMetrics(from: folder)
    trial = record.trial
    seed = record.seed
    rollouts = record.rollouts
    truth = HackOutcome.rounds("true/score", in: rows)
    gold = HackOutcome.rounds("gold/score", in: rows)
    trueFall = rows.last { $0.values["true/score"] != nil }?.values["true/smoothed_fall"] ?? 0
    alarms = Evaluation.alarms(in: rows, DiagnosisConfiguration())
    blindAlarms = Evaluation.alarms(
      in: rows.map(\.withoutGoldJudge), DiagnosisConfiguration())
  }

  private static func rounds(_ name: String, in rows: [MetricsRow]) -> [Round] {
    rows.compactMap { row in row.values[name].map { Round(step: row.step, score: $0) } }
  }

  /// Whether the true score really fell by the end.
  var fell: Bool { trueFall >= HackOutcome.realFall }

  /// The best true round.
  var peak: Round { truth.max { $0.score < $1.score } ?? Round(step: 0, score: 0) }

  /// What the true score is of the checkpoint with the best gold score.
  var kept: Round {
    let step = gold.max { $0.score < $1.score }?.step
    return truth.first { $0.step == step } ?? Round(step: 0, score: 0)
  }

  /// How many points of a hundred the kept checkpoint is below the best.
  var pointsLost: Double { (peak.score - kept.score) * 100 }

  /// The first alarm, of those with or without a gold judge.
  func first(blind: Bool) -> Alarm? { (blind ? blindAlarms : alarms).first }

  /// How many rollouts after the turn of the true score the first alarm came; below zero before it.
  func delay(blind: Bool) -> Int? { first(blind: blind).map { $0.step - peak.step } }

  /// Whether some alarm named what is wrong.
  func isNamedRight(blind: Bool) -> Bool {
    (blind ? blindAlarms : alarms).contains { trial.rightVerdicts.contains($0.verdict) }
  }
}

extension MetricsRow {
  /// What would have been recorded without a gold judge.
  fileprivate var withoutGoldJudge: MetricsRow {
    let judged = [
      "gold/score", "gold/win_rate", "gold/fall", "gold/smoothed_fall", "gold/agreement",
      "gold/lookahead",
    ]
    return MetricsRow(
      step: step, time: time,
      values: values.filter { name, _ in !judged.contains { name.hasPrefix($0) } })
  }
}
