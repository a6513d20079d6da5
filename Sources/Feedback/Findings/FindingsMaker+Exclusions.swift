import Foundation
import Statistics

/// Returns what was done on each day, known answers included.
func dayFindings(of contents: StoreContents) -> [DayFindings] {
  let byDay = Dictionary(grouping: contents.judgements) { day(of: $0.judgement.createdAt) }
  var earlier: [DayCounts] = []
  return byDay.sorted { $0.key < $1.key }.map { day, judgements in
    let counts = DayCounts(
      all: judgements.count,
      excluded: judgements.count { contents.marks.reason(against: $0) != nil },
      skipped: judgements.count(where: \.isSkipped))
    defer { earlier.append(counts) }
    return DayFindings(
      day: day, judgementCount: counts.all, excludedCount: counts.excluded,
      skippedCount: counts.skipped, isJump: counts.isJump(after: earlier.suffix(7)))
  }
}

/// What was done on one day.
private struct DayCounts {
  let all: Int
  let excluded: Int
  let skipped: Int

  /// Returns whether far more was taken out or skipped than on earlier days.
  ///
  /// At least twice the share, and by an exact test less than once in a thousand by chance. An hour
  /// of few judgements says nothing, nor do days with fewer than twenty.
  func isJump(after earlier: ArraySlice<DayCounts>) -> Bool {
    let before = earlier.reduce(0) { $0 + $1.all }
    guard before >= 20, all >= 5 else { return false }
    return [(excluded, earlier.map(\.excluded)), (skipped, earlier.map(\.skipped))].contains {
      number, old in
      // Half a judgement more keeps the share from being zero.
      let usual = (Double(old.reduce(0, +)) + 0.5) / (Double(before) + 1)
      let share = Double(number) / Double(all)
      return share > 2 * usual && binomialTest(number, of: all, probability: usual) < 0.001
    }
  }
}

private func day(of moment: Timestamp) -> String {
  let date = Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000)
  return date.formatted(.iso8601.year().month().day())
}

extension FindingsMaker {
  /// Returns how much of the work is not used.
  func exclusionsTopic(_ days: [DayFindings]) -> FindingTopic {
    let all = contents.judgements
    let excluded = all.filter { contents.marks.reason(against: $0) != nil }
    let skipped = all.filter(\.isSkipped)
    let jumps = days.filter(\.isJump).map(\.day)
    let sample = counted(all.count, "judgement")
    func share(
      _ id: String, _ title: String, _ count: Int, _ explanation: String, alarm: String?
    )
      -> Finding
    {
      Finding(
        "exclusions.\(id)", title, .share,
        .init(proportion(Double(count), of: all.count), orNeeds: "needs judgements"), from: sample,
        explanation, alarm: alarm)
    }
    return FindingTopic(
      id: "exclusions", title: "Left out",
      explanation: "What is not used is kept and marked; a sudden rise is a fault more often than "
        + "bad work.",
      findings: [
        share(
          "excluded", "Taken out by marks", excluded.count,
          "The share of judgements that a mark takes out of statistics and export.",
          alarm: jumps.isEmpty
            ? nil
            : "Far more was taken out or skipped than before on \(jumps.joined(separator: ", "))."),
        share(
          "skipped", "Skipped", skipped.count,
          "The share of tasks that labelers did not want to judge.", alarm: nil),
      ], notes: [])
  }
}
