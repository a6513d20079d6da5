import Foundation

/// Finds labelers who work as no person does: many judgements at one moment, or for hours without a
/// pause, or around the clock.
struct WorkingHours: Check {
  let name = "working-hours"

  /// How many judgements of one labeler within one second are made by a program.
  static let mostAtOnce = 3
  /// How long one works without half an hour's pause, in hours.
  static let longestStretch = 8.0
  /// In how many of the day's 24 hours somebody is awake to work.
  static let mostHours = 20

  private var labelers = Names()
  private var times: [[Double]] = []
  private var knowsTimes = false

  mutating func examine(_ row: ExaminedRow) {
    guard let date = row.row.submittedAt else { return }
    knowsTimes = true
    let labeler = labelers.number(of: row.row.labeler)
    guard labeler >= 0 else { return }
    if labeler == times.count { times.append([]) }
    times[labeler].append(date.timeIntervalSince1970)
  }

  func conclude(_ conclusions: inout Conclusions) {
    guard knowsTimes, !times.isEmpty else {
      let reason =
        knowsTimes
        ? "no row says who judged (column 'labeler')"
        : "no row says when it was judged (column 'submitted_at')"
      return conclusions.leaveOut(self, because: reason)
    }
    var examples = Examples(limit: conclusions.exampleLimit)
    var count = 0
    for labeler in times.indices {
      let odd = oddities(of: times[labeler].sorted())
      guard !odd.isEmpty else { continue }
      count += 1
      examples.add(labelers.shownName(labeler), excerpt: odd.joined(separator: "; "))
    }
    guard count > 0 else { return }
    conclusions.find(
      self, .warning, "labelers work at times as no person does", count: count, of: times.count,
      examples, advice: "ask: it may be an import, a shared account, or a program")
  }

  private func oddities(of times: [Double]) -> [String] {
    var found: [String] = []
    let atOnce = mostAtOnce(times)
    if atOnce > WorkingHours.mostAtOnce { found.append("\(atOnce) judgements within a second") }
    let hours = longestStretch(times) / 3600
    if hours > WorkingHours.longestStretch {
      found.append("\(Int(hours)) hours without half an hour's pause")
    }
    let used = Set(times.map { Int(($0 / 3600).rounded(.down)) % 24 }).count
    if used > WorkingHours.mostHours { found.append("at work in \(used) of the day's 24 hours") }
    return found
  }

  private func mostAtOnce(_ times: [Double]) -> Int {
    var (most, start) = (0, 0)
    for index in times.indices {
      while times[index] - times[start] >= 1 { start += 1 }
      most = max(most, index - start + 1)
    }
    return most
  }

  private func longestStretch(_ times: [Double]) -> Double {
    guard var start = times.first else { return 0 }
    var (longest, last) = (0.0, start)
    for time in times {
      if time - last > 1800 { start = time }
      last = time
      longest = max(longest, last - start)
    }
    return longest
  }
}
