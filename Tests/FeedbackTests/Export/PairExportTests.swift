import Datasets
import Feedback
import Foundation
import Testing

@Suite("Exported pairs")
struct PairExportTests {
  /// Ann ranks B > A = C > D, and sees them in the order C, A, D, B.
  private func ranked() throws -> StoreFixture {
    let fixture = try StoreFixture()
    let ann = try fixture.labeler("ann")
    let prompt = try fixture.prompt(.text("Q"))
    let task = try fixture.task(.ranking, prompt, ["a", "b", "c", "d"], models: ["m", "n"])
    try fixture.judge(task, by: ann, [2, 1, 2, 3], shown: [2, 0, 3, 1])
    return fixture
  }

  private func row(_ chosen: String, _ first: Int, _ rejected: String, _ second: Int) -> String {
    #"{"chosen":"\#(chosen)","chosen_position":\#(first),"group_id":"judgement-1","#
      + #""guideline_version":1,"judgement_id":1,"labeler":"labeler-1","prompt":"Q","#
      + #""rejected":"\#(rejected)","rejected_position":\#(second),"split":"train","task_id":1}"#
  }

  @Test("are all decisive pairs of a judgement, in one group and without its ties")
  func decisivePairs() throws {
    #expect(
      try ranked().trainLines(.standard) == [
        row("b", 4, "a", 2), row("a", 2, "d", 3), row("b", 4, "c", 1), row("b", 4, "d", 3),
        row("c", 1, "d", 3),
      ])
  }

  @Test("read back as comparisons of one group")
  func rereads() throws {
    let fixture = try ranked()
    try withExportFolder { folder in
      let report = try Exporter(fixture.store).export(
        .conversational, to: folder.appendingPathComponent("out"))
      let rows = try readComparisons(from: report.folder.appendingPathComponent("train.jsonl")).rows
      #expect(rows.count == 5)
      #expect(Set(rows.map(\.groupID)) == ["judgement-1"])
      #expect(
        rows.first
          == Comparison(
            prompt: .messages([user("Q")]), chosen: .messages([assistant("b")]),
            rejected: .messages([assistant("a")]), labeler: "labeler-1", groupID: "judgement-1"))
    }
  }

  @Test("of a conversation are transcripts in the standard format, and turns in the other")
  func conversations() throws {
    let fixture = try StoreFixture()
    let ann = try fixture.labeler("ann")
    let turns = [
      Message(role: "system", content: "Be brief."), user("Hi"), assistant("Hello"), user("Bye"),
    ]
    let task = try fixture.task(.pair, try fixture.prompt(.messages(turns)), ["a\r\nb", "c"])
    try fixture.judge(task, by: ann, [1, 2])
    let standard = try fixture.trainLines(.standard)
    #expect(standard.count == 1)
    #expect(
      standard[0].contains(
        #""prompt":"Be brief.\n\nHuman: Hi\n\nAssistant: Hello\n\nHuman: Bye\n\nAssistant:","#))
    #expect(standard[0].contains(#""chosen":" a\r\nb","#))
    let conversational = try fixture.trainLines(.conversational)
    #expect(
      conversational[0].contains(#""chosen":[{"role":"assistant","content":"a\r\nb"}],"#))
    #expect(
      conversational[0].contains(
        #""prompt":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"},"#))
  }

  @Test("name models only when asked, and never a labeler's handle")
  func names() throws {
    let fixture = try ranked()
    let plain = try fixture.export(.standard).files.values.joined()
    #expect(!plain.contains("ann"))
    #expect(!plain.contains("model\""))
    let named = try fixture.trainLines(.standard, ExportFilter(namesModels: true))
    #expect(named[0].contains(#""chosen_model":"n","#))
    #expect(named[0].contains(#""rejected_model":"m","#))
  }

  @Test("have margins and a least strength when asked, and then leave out what has none")
  func strengths() throws {
    let fixture = try ranked()
    let ann = try fixture.labeler("amy")
    for (number, strength) in [1, 2, 3].enumerated() {
      let task = try fixture.task(
        .pair, try fixture.prompt(.text("P\(number)")), ["x\(number)", "y\(number)"])
      try fixture.judge(task, by: ann, [2, 1], strength: strength)
    }
    let margins = try fixture.export(.standard, ExportFilter(hasMargins: true))
    let rows = exportedLines(of: margins.files["train.jsonl"] ?? "")
    #expect(rows.count == 3)
    #expect(rows[2].contains(#""margin":3.0,"#))
    #expect(margins.report.manifest.exclusions.map(\.reason) == [.withoutStrength])
    let strong = try fixture.export(.standard, ExportFilter(leastStrength: 2))
    #expect(strong.report.manifest.rowCount == 2)
    #expect(strong.report.manifest.exclusions.map(\.reason) == [.tooWeak, .withoutStrength])
  }

  @Test("are the latest revision's")
  func revisions() throws {
    let fixture = try StoreFixture()
    let ann = try fixture.labeler("ann")
    let task = try fixture.task(.pair, try fixture.prompt(.text("Q")), ["a", "b"])
    let judgement = try fixture.judge(task, by: ann, [1, 2])
    try fixture.revise(
      judgement,
      Answer(ranks: zip(task.completionIDs, [2, 1]).map { RankedCompletion($0, rank: $1) }))
    let rows = try fixture.trainLines(.standard)
    #expect(rows.count == 1)
    #expect(rows[0].hasPrefix(#"{"chosen":"b","#))
    #expect(rows[0].contains(#""judgement_id":2,"#))
  }

  @Test("are an adjudicator's where there is one, in place of the labelers'")
  func adjudications() throws {
    let fixture = try StoreFixture()
    let people = try fixture.labelers("ann", "ben", "cat")
    let task = try fixture.task(.pair, try fixture.prompt(.text("Q")), ["a", "b"])
    try fixture.judge(task, by: people[0], [1, 2])
    try fixture.judge(task, by: people[1], [2, 1])
    try fixture.settle(task, by: people[2], [2, 1])
    let export = try fixture.export(.standard)
    #expect(
      exportedLines(of: export.files["train.jsonl"] ?? "") == [
        #"{"adjudication_id":1,"chosen":"b","group_id":"adjudication-1","labeler":"labeler-3","#
          + #""prompt":"Q","rejected":"a","split":"train","task_id":1}"#
      ])
    #expect(export.report.manifest.exclusions == [.init(reason: .settled, count: 2)])
  }

  @Test("of equal texts are left out")
  func equalTexts() throws {
    let fixture = try StoreFixture()
    let ann = try fixture.labeler("ann")
    let task = try fixture.task(.ranking, try fixture.prompt(.text("Q")), ["a", "a", "b"])
    try fixture.judge(task, by: ann, [1, 2, 3])
    #expect(try fixture.trainLines(.standard).count == 2)
    #expect(throws: FeedbackError.nothingToExport([.init(reason: .equalTexts, count: 1)])) {
      _ = try fixture.export(.rankings)
    }
  }

  @Test("cannot hold a tie")
  func ties() throws {
    let fixture = try ranked()
    for format in ExportFormat.allCases where format != .rankings {
      #expect(throws: FeedbackError.self) {
        _ = try fixture.export(format, ExportFilter(ties: .half))
      }
    }
  }

  @Test("whose text would not read back are refused by the name of the judgement")
  func unreadable() throws {
    let fixture = try StoreFixture()
    let ann = try fixture.labeler("ann")
    let task = try fixture.task(.pair, try fixture.prompt(.text("Q")), ["a", ""])
    try fixture.judge(task, by: ann, [1, 2])
    do {
      _ = try fixture.export(.standard)
      Issue.record("an empty completion was exported")
    } catch let error as FeedbackError {
      #expect(
        "\(error)" == "judgement-1 of task 1 cannot be exported: in 'rejected' the completion is "
          + "empty; take the text out of use with a mark that excludes it, and export again")
    }
  }
}

private func user(_ text: String) -> Message { Message(role: "user", content: text) }
private func assistant(_ text: String) -> Message {
  Message(role: "assistant", content: text)
}
