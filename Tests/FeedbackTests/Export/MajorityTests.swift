import Datasets
import Feedback
import Testing

@Suite("The majority of a task")
struct MajorityTests {
  private let majority = ExportFilter(counting: .majority)

  @Test("is one ranking, by ranked pairs")
  func rankedPairs() throws {
    let fixture = try StoreFixture()
    let people = try fixture.labelers("ann", "ben", "cat")
    let task = try fixture.task(.ranking, try fixture.prompt(.text("Q")), ["a", "b", "c"])
    try fixture.judge(task, by: people[0], [1, 2, 3])
    try fixture.judge(task, by: people[1], [1, 3, 2])
    try fixture.judge(task, by: people[2], [3, 1, 2])
    // a>b 2:1, a>c 2:1, b>c 2:1.
    let rows = try fixture.trainLines(.rankings, majority)
    #expect(
      rows == [
        #"{"completions":["a","b","c"],"group_id":"task-1","judgement_count":3,"prompt":"Q","#
          + #""ranks":[1,2,3],"split":"train","task_id":1}"#
      ])
    #expect(try fixture.export(.standard, majority).report.manifest.exportedJudgementCount == 3)
  }

  @Test("shares a rank where votes are even, and is none where all are")
  func even() throws {
    let fixture = try StoreFixture()
    let people = try fixture.labelers("ann", "ben")
    let first = try fixture.task(.ranking, try fixture.prompt(.text("P")), ["a", "b", "c"])
    try fixture.judge(first, by: people[0], [1, 2, 3])
    try fixture.judge(first, by: people[1], [2, 1, 3])
    let second = try fixture.task(.pair, try fixture.prompt(.text("Q")), ["a", "b"])
    try fixture.judge(second, by: people[0], [1, 2])
    try fixture.judge(second, by: people[1], [2, 1])
    let export = try fixture.export(.rankings, majority)
    #expect(
      exportedLines(of: export.files["train.jsonl"] ?? "").map { $0.contains("[1,1,2]") } == [true])
    #expect(export.report.manifest.exclusions == [.init(reason: .noMajority, count: 2)])
  }

  @Test("has the mean strength, an opposite one counting against it")
  func strength() throws {
    let fixture = try StoreFixture()
    let people = try fixture.labelers("ann", "ben", "cat")
    let task = try fixture.task(.pair, try fixture.prompt(.text("Q")), ["a", "b"])
    try fixture.judge(task, by: people[0], [1, 2], strength: 3)
    try fixture.judge(task, by: people[1], [1, 2], strength: 3)
    try fixture.judge(task, by: people[2], [2, 1], strength: 3)
    let rows = try fixture.trainLines(
      .standard, ExportFilter(counting: .majority, hasMargins: true))
    // (3 + 3 − 3)/3 is 1, and not 3.
    #expect(rows.map { $0.contains(#""margin":1.0"#) } == [true])
  }

  @Test("finds none acceptable where most do")
  func noneAcceptable() throws {
    let fixture = try StoreFixture()
    let people = try fixture.labelers("ann", "ben", "cat")
    let task = try fixture.task(.pair, try fixture.prompt(.text("Q")), ["a", "b"])
    try fixture.judge(task, by: people[0], [1, 2])
    for labeler in people[1...] {
      try fixture.answer(task, by: labeler, Answer(verdict: .noneAcceptable))
    }
    #expect(throws: FeedbackError.nothingToExport([.init(reason: .noneAcceptable, count: 3)])) {
      _ = try fixture.export(.standard, majority)
    }
  }
}
