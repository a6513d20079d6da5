import Statistics

@testable import Feedback
@testable import LabelingWeb

extension Samples {
  var events: [Event] {
    (1...2).map { number in
      Event(
        id: Identifier(Int64(number)), at: now, actorID: number == 1 ? nil : Identifier(5),
        kind: text, targetTable: text, targetNumber: 3, body: "{\"a\":\"\(text)\"}",
        previousHash: "00", hash: "0123456789abcdef0123")
    }
  }

  var emptyFindings: FeedbackFindings {
    FeedbackFindings(
      projectName: text, lastEventID: .unassigned,
      topics: [
        FindingTopic(
          id: "agreement", title: "Agreement", explanation: text,
          findings: [finding("agreement.alpha", .missing("needs two labelers"), .coefficient)],
          notes: [])
      ], days: [], models: [], labelers: [], contestedPairs: [], ceilings: [])
  }

  var findings: FeedbackFindings {
    let share = Finding.Outcome.found(reading(0.72, 0.61, 0.81))
    let topics = ["progress", "agreement", "models", "position", "labelers"].map { id in
      FindingTopic(
        id: id, title: "About \(id)", explanation: "What one learns of it: \(text)",
        findings: [
          finding("\(id).share", share, .share),
          finding("\(id).alpha", .found(reading(0.4, -0.1, 0.7)), .coefficient),
          finding("\(id).p", .found(Reading(0.0004)), .pValue, alarm: "Look: \(text)"),
          finding("\(id).time", .found(Reading(130)), .seconds),
          finding("\(id).none", .missing(text), .share),
        ], notes: [text])
    }
    return FeedbackFindings(
      projectName: text, lastEventID: Identifier(9), topics: topics, days: days,
      models: ["base", text].enumerated().map { index, name in
        ModelFindings(
          name: name, strength: reading(0.5 - Double(index), -0.9, 0.9), rank: index + 1,
          winCount: 5, lossCount: 3, tieCount: 2)
      }, labelers: [labelerFindings],
      contestedPairs: [
        ContestedPair(
          taskID: Identifier(4), firstID: Identifier(100), secondID: Identifier(101),
          firstVotes: 1, secondVotes: 1, ties: 0, firstProbability: 0.5)
      ], ceilings: HumanCeilings.all)
  }

  private var days: [DayFindings] {
    (1...9).map { day in
      DayFindings(
        day: "2026-11-0\(day)", judgementCount: 10 + day * day % 7, excludedCount: day % 3,
        skippedCount: 1, isJump: day == 5)
    }
  }

  private var labelerFindings: LabelerFindings {
    LabelerFindings(
      labelerID: Identifier(5), name: text, judgementCount: 30, skippedCount: 1, excludedCount: 0,
      agreement: reading(0.7, 0.6, 0.8), sharedPairCount: 40, reliability: nil,
      goldAccuracy: reading(0.9, 0.6, 0.98), goldCount: 10, goldStanding: .cleared,
      firstShare: reading(0.5, 0.4, 0.6), positionPValue: 0.3, longerShare: nil,
      medianSeconds: 45, tooFastCount: 0, unchangedCount: 1, orderCount: 20)
  }

  private func reading(_ value: Double, _ lower: Double, _ upper: Double) -> Reading {
    Reading(Estimate(value: value, lower: lower, upper: upper)) ?? Reading(value)
  }

  private func finding(
    _ id: String, _ outcome: Finding.Outcome, _ scale: Finding.Scale, alarm: String? = nil
  ) -> Finding {
    Finding(
      id, "The \(id)", scale, outcome, from: "38 pairs", "It says something about \(text).",
      alarm: alarm)
  }
}
