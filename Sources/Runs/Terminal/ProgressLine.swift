import Foundation

/// The words and the bar that show how far a loop has come.
struct ProgressLine {
  let label: String
  let unit: String
  let total: Int

  /// How far it has come.
  struct State {
    var done: Int
    /// Units per second.
    var rate: Double?
    /// Seconds.
    var elapsed: Double
    var metrics: [(String, Double)] = []
  }

  /// Returns a line with a bar that is at most `width` characters wide.
  ///
  /// Where there is no room, the last metrics go first, then the rate, the count and the label.
  func bar(_ state: State, width: Int, isColored: Bool) -> String {
    let percent = padded("\(percent(state))%", to: 4)
    var optional = [time(state), label, count(state), rate(state)]
    optional += state.metrics.map { Optional(metric($0)) }
    // One of two lengths, so that it does not jump with every digit of a metric.
    let shortest = width < 32 ? 0 : 10
    var room = width - shortest - 1 - percent.count
    var isFull = false
    let parts = optional.map { part -> String? in
      guard let part else { return nil }
      // Nothing less important may take the place of what did not fit.
      isFull = isFull || part.count + 2 > room
      if isFull { return nil }
      room -= part.count + 2
      return part
    }
    let before = parts[1].map { $0 + "  " } ?? ""
    let after = ([percent, parts[2], parts[3], parts[0]] + parts.dropFirst(4)).compactMap(\.self)
    let text = after.joined(separator: "  ")
    guard shortest > 0 else { return String((before + text).prefix(max(0, width))) }
    return before + drawn(state, (room >= 14 ? 24 : shortest) - 2, isColored) + " " + text
  }

  /// Returns a line of words alone.
  func plain(_ state: State) -> String {
    let parts = ["\(count(state) ?? "") (\(percent(state))%)", rate(state), time(state)]
    let all = parts.compactMap(\.self) + state.metrics.map(metric)
    return "\(label): " + all.joined(separator: ", ")
  }

  private func fraction(_ state: State) -> Double {
    total == 0 ? 1 : min(1, max(0, Double(state.done) / Double(total)))
  }

  private func percent(_ state: State) -> Int { Int(fraction(state) * 100) }

  private func count(_ state: State) -> String? { "\(state.done)/\(total) \(unit)" }

  private func rate(_ state: State) -> String? {
    guard let rate = state.rate, rate > 0 else { return nil }
    if rate >= 1 || unit.isEmpty { return "\(number(rate, digits: 3)) \(unit)/s" }
    return
      "\(number(1 / rate, digits: 3)) s/\(unit.hasSuffix("s") ? String(unit.dropLast()) : unit)"
  }

  private func time(_ state: State) -> String? {
    if state.done >= total { return "took \(clock(state.elapsed))" }
    guard let rate = state.rate, rate > 0 else { return nil }
    return "\(clock(Double(total - state.done) / rate)) left"
  }

  private func metric(_ metric: (String, Double)) -> String {
    "\(metric.0) \(number(metric.1, digits: 4))"
  }

  private func drawn(_ state: State, _ width: Int, _ isColored: Bool) -> String {
    let filled = Int(fraction(state) * Double(width))
    let full = String(repeating: "━", count: filled)
    let rest = String(repeating: isColored ? "━" : "·", count: width - filled)
    return isColored ? " \u{1B}[32m\(full)\u{1B}[90m\(rest)\u{1B}[0m " : "[\(full)\(rest)]"
  }
}

private func padded(_ text: String, to width: Int) -> String {
  String(repeating: " ", count: max(0, width - text.count)) + text
}

/// Returns a number with a few significant digits.
func number(_ value: Double, digits: Int) -> String {
  String(format: "%.\(digits)g", value)
}

/// Returns a time as minutes and seconds, or hours and minutes: `4:07`, `2 h 05 min`.
func clock(_ seconds: Double) -> String {
  guard seconds.isFinite, seconds < 3.6e6 else { return "very long" }
  let whole = Int(seconds.rounded())
  let (minutes, rest) = whole.quotientAndRemainder(dividingBy: 60)
  if minutes < 60 { return "\(minutes):\(rest < 10 ? "0" : "")\(rest)" }
  return "\(minutes / 60) h \(minutes % 60 < 10 ? "0" : "")\(minutes % 60) min"
}
