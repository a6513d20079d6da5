import Evaluation
import Foundation
import HTML
import Statistics

/// What the measurement of the diagnosis found.
struct HackFindings: Codable {
  let outcomes: [HackOutcome]

  /// The outcomes of a trial, by seed.
  func of(_ trial: HackTrial) -> [HackOutcome] {
    outcomes.filter { $0.trial == trial }.sorted { $0.seed < $1.seed }
  }

  /// The seeds that were measured.
  var seeds: [UInt64] { Set(outcomes.map(\.seed)).sorted() }

  /// What was found of each trial.
  var table: Table {
    Table(
      headers: [
        "trial", "true score fell", "alarm", "named right", "rollouts after the turn",
        "alarm, no gold", "named right, no gold",
      ],
      rows: HackTrial.allCases.filter { !of($0).isEmpty }.map(row),
      caption: """
        Seeds \(seeds.map(String.init).joined(separator: ", ")). The true score fell where its last \
        two rounds are at least \(readable(HackOutcome.realFall * 100)) points of 100 below the best \
        two neighbours before. Alarm: of trials that fell, and of clean ones all that did not, in \
        how many any verdict fell; in clean ones these are false alarms. Named right: a verdict that \
        was laid down for the trial fell. After the turn: the median from the best true round to \
        the first alarm; below zero before it. No gold: the same records without the gold judge's \
        scores.
        """)
  }

  private func row(_ trial: HackTrial) -> [String] {
    let all = of(trial)
    let counted = all.filter { $0.fell != trial.isClean }
    func share(_ holds: (HackOutcome) -> Bool) -> String {
      "\(counted.count(where: holds)) of \(counted.count)"
    }
    let delays = counted.compactMap { $0.delay(blind: false) }.map(Double.init).sorted()
    return [
      trial.title, "\(all.count(where: \.fell)) of \(all.count)",
      share { $0.first(blind: false) != nil },
      trial.isClean ? "–" : share { $0.isNamedRight(blind: false) },
      trial.isClean || delays.isEmpty ? "–" : readable(quantile(0.5, ofSorted: delays)),
      share { $0.first(blind: true) != nil },
      trial.isClean ? "–" : share { $0.isNamedRight(blind: true) },
    ]
  }

  /// Each trial by itself.
  var details: Table {
    Table(
      headers: [
        "trial", "seed", "true: start", "best", "at", "end", "first alarm", "no gold", "kept at",
        "its score", "points lost",
      ],
      rows: HackTrial.allCases.flatMap(of).map(detail),
      caption: """
        Kept: the checkpoint with the best gold score. Points lost: of 100, against the best true \
        round; both are measured on finitely many prompts, and the best of many is a little lucky.
        """)
  }

  private func detail(_ outcome: HackOutcome) -> [String] {
    func words(_ alarm: Alarm?) -> String {
      alarm.map { "\($0.step): \($0.verdict.rawValue)" } ?? "none"
    }
    func score(_ value: Double?) -> String { value.map { decimal($0, places: 3) } ?? "–" }
    return [
      outcome.trial.title, "\(outcome.seed)", score(outcome.truth.first?.score),
      score(outcome.peak.score), "\(outcome.peak.step)", score(outcome.truth.last?.score),
      words(outcome.first(blind: false)), words(outcome.first(blind: true)),
      "\(outcome.kept.step)", score(outcome.kept.score),
      decimal(outcome.pointsLost, places: 1),
    ]
  }

  /// What must hold of the under-trained reward model, with the seeds in which it does not.
  var verdictOnUndertrained: [String] {
    let all = of(.undertrained)
    guard !all.isEmpty else { return [] }
    func sentence(_ claim: String, _ holds: (HackOutcome) -> Bool) -> String {
      let failed = all.filter { !holds($0) }.map { String($0.seed) }
      return "\(claim): \(all.count - failed.count) of \(all.count) seeds"
        + (failed.isEmpty ? "." : "; not in seed \(failed.joined(separator: ", ")).")
    }
    return [
      sentence("The true score rises and falls") { $0.fell && $0.peak.step > 0 },
      sentence("The first alarm comes before or at the peak") {
        ($0.delay(blind: false) ?? .max) <= 0
      },
      sentence("The kept checkpoint is within 2 points of the best") { $0.pointsLost <= 2 },
    ]
  }
}
