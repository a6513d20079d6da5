import Statistics

extension FindingsMaker {
  /// Returns whether each labeler's answers to questions with a known answer are right, by time.
  func goldAnswers() -> [Identifier<Labeler>: [Bool]] {
    let answered = judgements.filter { $0.task.gold != nil }.sorted {
      ($0.judgement.createdAt, $0.judgement.id) < ($1.judgement.createdAt, $1.judgement.id)
    }
    return Dictionary(grouping: answered, by: \.labeler.id).mapValues { judgements in
      judgements.compactMap { $0.task.gold?.isHit(by: $0.answer) }
    }
  }

  /// Returns how labelers do on questions with a known answer.
  func goldTopic(_ labelers: [LabelerFindings]) -> FindingTopic {
    let answers = goldAnswers().sorted { $0.key < $1.key }.flatMap(\.value)
    let doubtful = labelers.filter { $0.goldStanding == .doubtful }.map(\.name)
    let sample = counted(answers.count, "answer")
    let need = "needs answers to questions with a known answer"
    return FindingTopic(
      id: "gold", title: "Known answers",
      explanation: "Some tasks have a known answer, and labelers cannot tell which.",
      findings: [
        Finding(
          "gold.accuracy", "Right answers", .share,
          .init(answers.isEmpty ? nil : goldAccuracy(answers), orNeeds: need), from: sample,
          "How often a question with a known answer is answered so."),
        Finding(
          "gold.doubtful", "Labelers in doubt", .count,
          .init(answers.isEmpty ? nil : Double(doubtful.count), orNeeds: need),
          from: counted(labelers.count { $0.goldCount > 0 }, "labeler"),
          "How many answer like somebody who is right 6 times in 10 rather than 9 (Wald's test, 5 % "
            + "errors).",
          alarm: doubtful.isEmpty
            ? nil : "Known answers speak against \(doubtful.joined(separator: ", "))."),
      ], notes: [])
  }
}
