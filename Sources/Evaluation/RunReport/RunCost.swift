import Foundation
import Runs
import Statistics

/// What a run has cost so far.
struct RunCost: Equatable {
  /// Seconds that it ran, without those between an interruption and the resumption.
  let seconds: Double
  /// Steps done.
  let stepCount: Int
  /// Tokens seen, where the run counted them.
  let tokenCount: Double?
  /// How many times it was gone on with.
  let resumptionCount: Int

  /// Adds up the times between rows.
  ///
  /// - Parameters:
  ///   - metrics: The rows, in the order they were written.
  ///   - begin: When the run was started.
  ///   - resumptions: When it was gone on with.
  init(_ metrics: [MetricsRow], begin: Date?, resumptions: [Date]) {
    var total = 0.0
    var last = begin
    for row in metrics {
      if let before = last {
        // From the resumption on, if there was one in between.
        let start = resumptions.filter { $0 > before && $0 <= row.time }.max() ?? before
        total += max(0, row.time.timeIntervalSince(start))
      }
      last = row.time
    }
    seconds = total
    stepCount = metrics.map(\.step).max() ?? 0
    tokenCount = metrics.last { $0.values["num_tokens"] != nil }?.values["num_tokens"]
    resumptionCount = resumptions.count
  }

  /// Steps in a second; nil before there are any.
  var stepsPerSecond: Double? {
    seconds > 0 && stepCount > 0 ? Double(stepCount) / seconds : nil
  }

  /// What to show, with its name.
  var facts: [Report.KeyValue] {
    var facts = [Report.KeyValue("Time", duration(seconds))]
    if let rate = stepsPerSecond {
      facts.append(.init("Steps per second", readable(rate)))
      facts.append(.init("Seconds per step", readable(1 / rate)))
    }
    if let tokenCount {
      facts.append(.init("Tokens", grouped(tokenCount)))
      if seconds > 0 { facts.append(.init("Tokens per second", readable(tokenCount / seconds))) }
    }
    if resumptionCount > 0 { facts.append(.init("Resumed", "\(resumptionCount) times")) }
    return facts
  }
}

/// Returns a time in words: `42 s`, `3 min 05 s`, `2 h 07 min`.
func duration(_ seconds: Double) -> String {
  guard seconds.isFinite, seconds < 1e9 else { return "unknown" }
  let whole = Int(seconds.rounded())
  func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
  if whole < 60 { return "\(decimal(seconds, places: seconds < 10 ? 1 : 0)) s" }
  if whole < 3600 { return "\(whole / 60) min \(two(whole % 60)) s" }
  return "\(whole / 3600) h \(two(whole / 60 % 60)) min"
}

/// Returns a count with thin spaces between thousands.
private func grouped(_ count: Double) -> String {
  guard count.isFinite, abs(count) < 1e15 else { return readable(count) }
  let digits = Array(String(Int(count)))
  return digits.indices.map { index in
    let isBoundary = index > 0 && (digits.count - index) % 3 == 0
    return (isBoundary ? "\u{202F}" : "") + String(digits[index])
  }.joined()
}
