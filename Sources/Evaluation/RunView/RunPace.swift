import Foundation
import HTML
import Runs
import Statistics

/// How far a run is, and when it will end.
struct RunPace: Equatable {
  /// Steps done.
  let step: Int
  /// Steps in all, where that can be known.
  let total: Int?
  /// Seconds a step takes, by the last rows.
  let secondsPerStep: Double?
  /// Seconds that it has run.
  let seconds: Double
  private let isRunning: Bool

  /// Finds it from what a run wrote: `step_count` in its record, or how far it is in its epochs.
  init(_ run: RunDescription) {
    let last = run.metrics.last
    step = last?.step ?? 0
    total = run.record["step_count"]?.int ?? Self.total(of: run, at: step)
    secondsPerStep = Self.secondsPerStep(run.metrics.suffix(50))
    seconds = run.cost.seconds
    isRunning = run.record["status"] == .string("running")
  }

  private static func total(of run: RunDescription, at step: Int) -> Int? {
    func setting(_ name: String) -> Double? {
      run.settings.first { $0.key.hasSuffix("optimization.\(name)") }.flatMap { Double($0.value) }
    }
    guard let epoch = run.points(of: "epoch").last, epoch.y > 0, let epochs = setting("epochs")
    else { return nil }
    let all = Int((epoch.x * epochs / epoch.y).rounded())
    let most = setting("maximum_steps").map { Int($0) } ?? 0
    return max(step, most > 0 ? min(most, all) : all)
  }

  private static func secondsPerStep(_ rows: ArraySlice<MetricsRow>) -> Double? {
    guard let first = rows.first, let last = rows.last, last.step > first.step else { return nil }
    let seconds = last.time.timeIntervalSince(first.time)
    return seconds > 0 ? seconds / Double(last.step - first.step) : nil
  }

  /// The share that is done.
  var share: Double? { total.map { $0 == 0 ? 1 : Double(step) / Double($0) } }

  /// Seconds until the end, while it goes on.
  var secondsLeft: Double? {
    guard isRunning, let total, let secondsPerStep, step < total else { return nil }
    return Double(total - step) * secondsPerStep
  }

  /// All that in a line.
  var words: String {
    var words = ["step \(step)" + (total.map { " of \($0)" } ?? "")]
    if let share, share < 1 { words.append("\(Int(share * 100))%") }
    if seconds > 0 { words.append(duration(seconds)) }
    if let secondsLeft { words.append("about \(duration(secondsLeft)) left") }
    if let secondsPerStep { words.append("\(readable(secondsPerStep)) s/step") }
    return words.joined(separator: " · ")
  }
}
