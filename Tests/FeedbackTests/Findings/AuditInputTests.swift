import Auditing
import Datasets
import Feedback
import Testing

@Suite("What an audit is given of a store")
struct AuditInputTests {
  @Test("is each order with its places, models, flags and pseudonyms")
  func rows() throws {
    let fixture = try StoreFixture()
    let ann = try fixture.labeler("ann")
    let prompt = try fixture.prompt(
      .messages([Message(role: "user", content: "Q")]), split: .validation)
    let task = try fixture.task(.ranking, prompt, ["a", "b", "c"], models: ["m"], gold: [1, 2, 3])
    let ids = task.completionIDs
    try fixture.answer(
      task, by: ann,
      Answer(
        ranks: [RankedCompletion(ids[0], rank: 2), RankedCompletion(ids[1], rank: 1)],
        flags: [.init("harmful", on: ids[1]), .init("off topic")]), shown: [2, 0, 1])
    let rows = try fixture.store.read { try auditInput($0) }
    let row = try #require(rows.first)
    #expect(rows.count == 1)
    #expect(row.prompt == .messages([Message(role: "user", content: "Q")]))
    #expect(row.completions.map(\.rank) == [2, 1, nil])
    #expect(row.completions.map(\.position) == [2, 3, 1])
    #expect(row.completions.map(\.model) == ["m", nil, nil])
    #expect(row.completions.map(\.flags) == [[], ["harmful"], []])
    #expect(row.flags == ["off topic"])
    #expect(row.labeler == "labeler-1")
    #expect(row.groupID == "judgement-1")
    #expect(row.split == "valid")
    #expect(row.guidelineVersion == "1")
    #expect(row.seconds == 60)
    #expect(row.isGold == true)
  }

  @Test("leaves out what was skipped, marked or is no order, and can be audited")
  func others() throws {
    let fixture = try StoreFixture()
    let people = try fixture.labelers("ann", "ben")
    let prompt = try fixture.prompt(.text("Q"))
    let first = try fixture.task(.pair, prompt, ["a", "b"])
    let judgement = try fixture.judge(first, by: people[0], [1, 2])
    try fixture.answer(first, by: people[1], Answer(verdict: .skipped), state: .skipped)
    let second = try fixture.task(.demonstration, prompt)
    try fixture.answer(second, by: people[0], Answer(text: "A"))
    let rows = try fixture.store.read { try auditInput($0) }
    #expect(rows.count == 1)
    #expect(auditReport(of: rows).rowCount == 1)
    try fixture.mark(.assignment, judgement.assignmentID.number)
    #expect(try fixture.store.read { try auditInput($0) }.isEmpty)
  }
}
