extension FindingsMaker {
  /// Returns how far the work is.
  func progressTopic() -> FindingTopic {
    let ordinary = contents.tasks.filter { $0.gold == nil && $0.state != .void }
    let states: [(LabelingTask.State, String)] = [
      (.open, "more judgements are wanted"), (.complete, "as many judgements are in as wanted"),
      (.disputed, "the judgements contradict each other, and an adjudicator is to decide"),
      (.settled, "an adjudicator has decided"),
    ]
    var findings = [
      count("tasks", "Tasks", ordinary.count, "What is to be judged, known answers left aside.")
    ]
    findings += states.map { state, meaning in
      let number = ordinary.count { $0.state == state }
      return count(
        "tasks.\(state)", "Tasks \(state)", number, "Tasks of which \(meaning).",
        alarm: state == .disputed && number * 4 > ordinary.count
          ? "More than a quarter of the tasks is disputed; does the guideline say what is better?"
          : nil)
    }
    findings += LabelingTask.Kind.allCases.compactMap { kind in
      let number = ordinary.count { $0.kind == kind }
      return number == 0
        ? nil
        : count("kind.\(kind)", "Of the kind \(kind)", number, "Tasks that ask for a \(kind).")
    }
    let people = Set(judgements.map(\.labeler.id)).count
    findings += [
      count(
        "judgements", "Judgements", judgements.count,
        "Judgements that count, the latest revision of each."),
      count("labelers", "Labelers", people, "How many gave a judgement that counts."),
      count(
        "loans", "Tasks lent now", contents.assignments.count { $0.state == .leased },
        "Tasks that labelers have before them."),
      count(
        "surplus", "Surplus judgements", contents.assignments.count { $0.state == .surplus },
        "Judgements that came after others had taken the place; they are kept and do not count."),
    ]
    return FindingTopic(
      id: "progress", title: "Progress",
      explanation: "How much is judged, and how much is still to do.", findings: findings, notes: []
    )
  }

  private func count(
    _ id: String, _ title: String, _ number: Int, _ explanation: String, alarm: String? = nil
  ) -> Finding {
    Finding(
      "progress.\(id)", title, .count, .found(Reading(Double(number))), from: "", explanation,
      alarm: alarm)
  }
}
