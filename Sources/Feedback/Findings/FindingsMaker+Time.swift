import Datasets
import Statistics

extension FindingsMaker {
  /// Returns how long each judgement took, with what there was to read; none where it is not known.
  func readingTimes(_ judgements: some Sequence<CurrentJudgement>) -> [ReadingTime] {
    judgements.compactMap { current in
      let milliseconds = current.judgement.activeMilliseconds
      guard milliseconds > 0 else { return nil }
      let shown = current.task.completionIDs.reduce(0) { $0 + (sizes[$1]?.wordCount ?? 0) }
      let asked = current.prompt.turns.reduce(0) { $0 + TextSize($1.content).wordCount }
      return ReadingTime(wordCount: shown + asked, activeMilliseconds: milliseconds)
    }
  }

  /// Returns how long tasks take.
  func timeTopic() -> FindingTopic {
    let people = judgements.filter { $0.labeler.kind == .person }
    let kinds = LabelingTask.Kind.allCases.compactMap { kind -> Finding? in
      let times = readingTimes(people.filter { $0.task.kind == kind })
      guard !times.isEmpty else { return nil }
      return Finding(
        "time.\(kind)", "A task of the kind \(kind)", .seconds,
        .init(
          medianEstimate(of: times.map { Double($0.activeMilliseconds) / 1000 }),
          orNeeds: "needs judgements"), from: counted(times.count, "judgement"),
        "The median time that labelers are at it; pauses count for a minute at most.")
    }
    return FindingTopic(
      id: "time", title: "Time", explanation: "How long tasks take, and who cannot have read them.",
      findings: kinds + [tooFast(people)], notes: [])
  }

  private func tooFast(_ people: [CurrentJudgement]) -> Finding {
    let timed = people.filter { $0.judgement.activeMilliseconds > 0 }
    let share = shareTooFast(
      readingTimes(timed), clusteredBy: timed.map { Int(clamping: $0.prompt.id.number) },
      resampling: resampling)
    return Finding(
      "time.too-fast", "Faster than reading", .share,
      .init(timed.isEmpty ? nil : share, orNeeds: "needs judgements with a known time"),
      from: counted(timed.count, "judgement"),
      "The share of tasks done in less time than reading their texts takes at 600 words a minute.",
      alarm: !timed.isEmpty && (Reading(share)?.lower ?? 0) > 0.1
        ? "Many tasks are done faster than people read; look who does that." : nil)
  }
}
