import Datasets
import Feedback
import Testing

@Suite("What an export leaves out")
struct ExclusionTests {
  /// One judgement that may be exported, of a prompt of its own.
  private func begun() throws -> (fixture: StoreFixture, people: [Identifier<Labeler>]) {
    let fixture = try StoreFixture()
    let people = try fixture.labelers("ann", "ben")
    let task = try fixture.task(.pair, try fixture.prompt(.text("good")), ["a", "b"])
    try fixture.judge(task, by: people[0], [1, 2])
    return (fixture, people)
  }

  private func expect(
    _ reason: ExclusionReason, _ filter: ExportFilter = ExportFilter(),
    sourceLocation: SourceLocation = #_sourceLocation,
    after body: (StoreFixture, LabelingTask, [Identifier<Labeler>]) throws -> Void
  ) throws {
    let (fixture, people) = try begun()
    let task = try fixture.task(.pair, try fixture.prompt(.text("Q")), ["c", "d"])
    try body(fixture, task, people)
    let export = try fixture.export(.standard, filter)
    #expect(
      export.report.manifest.exclusions == [.init(reason: reason, count: 1)],
      sourceLocation: sourceLocation)
    #expect(export.report.manifest.rowCount == 1, sourceLocation: sourceLocation)
    #expect(
      export.files["train.jsonl"]?.contains("good") == true, sourceLocation: sourceLocation)
  }

  @Test("is what a mark takes out, whatever is marked")
  func marks() throws {
    try expect(.taggedJudgement) { fixture, task, people in
      let judgement = try fixture.judge(task, by: people[1], [1, 2])
      try fixture.mark(.assignment, judgement.assignmentID.number)
    }
    try expect(.taggedLabeler) { fixture, task, people in
      try fixture.judge(task, by: people[1], [1, 2])
      try fixture.mark(.labeler, people[1].number)
    }
    try expect(.taggedTask) { fixture, task, people in
      try fixture.judge(task, by: people[1], [1, 2])
      try fixture.mark(.task, task.id.number)
    }
    try expect(.taggedPrompt) { fixture, task, people in
      try fixture.judge(task, by: people[1], [1, 2])
      try fixture.mark(.prompt, task.promptID.number)
    }
    try expect(.tooFewCompletions) { fixture, task, people in
      try fixture.judge(task, by: people[1], [1, 2])
      try fixture.mark(.completion, task.completionIDs[0].number)
    }
  }

  @Test("is not what a mark only warns of, or was lifted from")
  func harmlessMarks() throws {
    let (fixture, people) = try begun()
    try fixture.mark(.labeler, people[0].number, excludes: false)
    try fixture.mark(.labeler, people[0].number, isLifted: true)
    #expect(try fixture.export(.standard).report.manifest.exclusions.isEmpty)
  }

  @Test("is what was skipped, came too late, or finds none acceptable")
  func verdicts() throws {
    try expect(.skipped) { fixture, task, people in
      try fixture.answer(
        task, by: people[1], Answer(verdict: .skipped, reason: "no"), state: .skipped)
    }
    try expect(.surplus) { fixture, task, people in
      try fixture.judge(task, by: people[1], [1, 2], state: .surplus)
    }
    try expect(.noneAcceptable) { fixture, task, people in
      try fixture.answer(task, by: people[1], Answer(verdict: .noneAcceptable))
    }
    try expect(.allTied) { fixture, task, people in
      try fixture.judge(task, by: people[1], [1, 1])
    }
    try expect(.tooFewCompletions) { fixture, task, people in
      try fixture.judge(task, by: people[1], [1, nil])
    }
  }

  @Test("is what a model judged, and what is in another batch")
  func others() throws {
    try expect(.notAPerson) { fixture, task, _ in
      try fixture.judge(task, by: try fixture.labeler("judge", kind: .model), [1, 2])
    }
    let (fixture, people) = try begun()
    let task = try fixture.task(.pair, try fixture.prompt(.text("Q")), ["c", "d"])
    try fixture.judge(task, by: people[1], [1, 2], state: .surplus)
    #expect(try fixture.trainLines(.standard, ExportFilter(includesSurplus: true)).count == 2)
    #expect(
      throws: FeedbackError.nothingToExport([.init(reason: .otherBatch, count: 2)])
    ) { _ = try fixture.export(.standard, ExportFilter(batches: [Identifier(7)])) }
  }

  @Test("is every question with a known answer, on whichever side of the split")
  func gold() throws {
    let (fixture, people) = try begun()
    for (number, split) in StoredPrompt.Split.allCases.enumerated() {
      let prompt = try fixture.prompt(.text("G\(number)"), split: split)
      let task = try fixture.task(.pair, prompt, ["c\(number)", "d\(number)"], gold: [1, 2])
      try fixture.judge(task, by: people[1], [1, 2])
    }
    for format in [ExportFormat.standard, .conversational, .unpaired, .rankings] {
      let export = try fixture.export(format)
      #expect(export.report.manifest.exclusions == [.init(reason: .gold, count: 3)])
      #expect(!export.files.values.joined().contains("\"G"))
    }
  }

  @Test("is counted by reason where nothing is left, in words")
  func nothing() throws {
    let fixture = try StoreFixture()
    let people = try fixture.labelers("ann", "ben")
    let task = try fixture.task(.pair, try fixture.prompt(.text("Q")), ["a", "b"])
    try fixture.judge(task, by: people[0], [1, 1])
    try fixture.answer(task, by: people[1], Answer(verdict: .skipped), state: .skipped)
    do {
      _ = try fixture.export(.standard)
      Issue.record("an empty export was written")
    } catch let error as FeedbackError {
      #expect(
        "\(error)" == "there is nothing to export; what was judged is left out for these reasons: "
          + "1: all completions are tied; 1: the labeler skipped it")
    }
  }

  @Test("never parts near duplicates: such a store is refused")
  func clusters() throws {
    let (fixture, people) = try begun()
    for split in [StoredPrompt.Split.train, .test] {
      let prompt = try fixture.prompt(.text("Q \(split)"), cluster: "same", split: split)
      let task = try fixture.task(.pair, prompt, ["c\(split)", "d\(split)"])
      try fixture.judge(task, by: people[1], [1, 2])
    }
    do {
      _ = try fixture.export(.standard)
      Issue.record("near duplicates were parted")
    } catch let error as FeedbackError {
      #expect("\(error)".hasPrefix("prompts 2 and 3 are near duplicates, and one is in train"))
    }
  }
}
