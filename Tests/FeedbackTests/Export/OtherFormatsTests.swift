import Datasets
import Feedback
import Foundation
import Testing

@Suite("Exports that are not pairs")
struct OtherFormatsTests {
  private let common = #""guideline_version":1,"judgement_id":1,"labeler":"labeler-1","#

  @Test("keep a ranking with its ties as one row")
  func rankings() throws {
    let fixture = try StoreFixture()
    let ann = try fixture.labeler("ann")
    let task = try fixture.task(.ranking, try fixture.prompt(.text("Q")), ["a", "b", "c", "d"])
    try fixture.judge(task, by: ann, [2, 1, nil, 2], shown: [1, 0, 2, 3])
    #expect(
      try fixture.trainLines(.rankings) == [
        #"{"completions":["a","b","d"],"group_id":"judgement-1","# + common
          + #""positions":[2,1,4],"prompt":"Q","ranks":[2,1,2],"split":"train","task_id":1}"#
      ])
  }

  @Test("keep a ranking in which all are tied only when asked")
  func tiedRankings() throws {
    let fixture = try StoreFixture()
    let ann = try fixture.labeler("ann")
    let task = try fixture.task(.pair, try fixture.prompt(.text("Q")), ["a", "b"])
    try fixture.judge(task, by: ann, [1, 1])
    #expect(throws: FeedbackError.nothingToExport([.init(reason: .allTied, count: 1)])) {
      _ = try fixture.export(.rankings)
    }
    let rows = try fixture.trainLines(.rankings, ExportFilter(ties: .half))
    #expect(rows.first?.contains(#""ranks":[1,1],"#) == true)
  }

  @Test("write conversations as transcripts when asked")
  func transcripts() throws {
    let fixture = try StoreFixture()
    let ann = try fixture.labeler("ann")
    let prompt = try fixture.prompt(.messages([user("Q"), assistant("A"), user("R")]))
    try fixture.judge(try fixture.task(.ranking, prompt, ["a", "b", "c"]), by: ann, [2, 1, 3])
    let filter = ExportFilter(writesTranscripts: true)
    #expect(
      try fixture.trainLines(.rankings, filter) == [
        #"{"completions":[" a"," b"," c"],"group_id":"judgement-1","# + common
          + #""positions":[1,2,3],"#
          + #""prompt":"\n\nHuman: Q\n\nAssistant: A\n\nHuman: R\n\nAssistant:","#
          + #""ranks":[2,1,3],"split":"train","task_id":1}"#
      ])
    let unpaired = try fixture.trainLines(.unpaired, filter)
    #expect(unpaired.count == 2 && unpaired.allSatisfy { $0.contains("Human: R") })
  }

  @Test("read back as rankings with their groups")
  func rereadRankings() throws {
    let fixture = try StoreFixture()
    let ann = try fixture.labeler("ann")
    let hostile = ["\u{2028}\"\\", "e\u{301}", "\0\r\n", "<b>&amp;"]
    let task = try fixture.task(.ranking, try fixture.prompt(.messages([user("Q")])), hostile)
    try fixture.judge(task, by: ann, [4, 3, 2, 1])
    try withExportFolder { folder in
      let out = folder.appendingPathComponent("out")
      _ = try Exporter(fixture.store).export(.rankings, to: out)
      let rows = try readRankings(from: out.appendingPathComponent("train.jsonl")).rows
      let expected = Ranking(
        prompt: .messages([user("Q")]),
        completions: hostile.map { .messages([assistant($0)]) }, ranks: [4, 3, 2, 1],
        labeler: "labeler-1", groupID: "judgement-1")
      #expect(rows == [expected])
      // Texts that look alike are equal in Swift, so the bytes are compared as well.
      #expect(Array("\(rows.map(\.completions))".utf8) == Array("\([expected.completions])".utf8))
    }
  }

  @Test("call the best good and the worst bad, and leave out what is between")
  func unpaired() throws {
    let fixture = try StoreFixture()
    let ann = try fixture.labeler("ann")
    let task = try fixture.task(.ranking, try fixture.prompt(.text("Q")), ["a", "b", "c", "d"])
    try fixture.judge(task, by: ann, [1, 2, 3, 1])
    func row(_ text: String, _ number: Int, _ label: Bool) -> String {
      #"{"completion":"\#(text)","completion_id":\#(number),"group_id":"judgement-1","#
        + #""guideline_version":1,"judgement_id":1,"label":\#(label),"labeler":"labeler-1","#
        + #""prompt":"Q","split":"train","task_id":1}"#
    }
    #expect(
      try fixture.trainLines(.unpaired) == [
        row("a", 1, true), row("c", 3, false), row("d", 4, true),
      ])
  }

  @Test("call all bad where none is acceptable, and marks good above the middle")
  func labels() throws {
    let fixture = try StoreFixture()
    let ann = try fixture.labeler("ann")
    let first = try fixture.task(.pair, try fixture.prompt(.text("P")), ["a", "b"])
    try fixture.answer(first, by: ann, Answer(verdict: .noneAcceptable))
    let second = try fixture.task(.rating, try fixture.prompt(.text("Q")), ["c", "d", "e"])
    let marks = zip(second.completionIDs, [[7, 2], [1, 5], [4, 4]]).flatMap { id, values in
      zip(["helpful", "harmless"], values).map { Answer.Rating(id, axis: $0, value: $1) }
    }
    try fixture.answer(second, by: ann, Answer(ratings: marks))
    let rows = try fixture.trainLines(.unpaired)
    #expect(rows.map { $0.contains(#""label":true"#) } == [false, false, true, false])
    #expect(rows[2].contains(#""completion":"c""#))
  }

  @Test("take what labelers wrote, and the best ranked only when asked and once")
  func demonstrations() throws {
    let fixture = try StoreFixture()
    let people = try fixture.labelers("ann", "ben")
    let prompt = try fixture.prompt(.messages([user("Q")]))
    let writing = try fixture.task(.demonstration, prompt)
    let written = try fixture.completion("A", of: prompt, origin: .person)
    try fixture.answer(writing, by: people[0], Answer(text: "A"), written: written)
    try fixture.answer(writing, by: people[1], Answer(text: nil))
    let ranking = try fixture.task(.pair, prompt, ["b", "c"])
    for labeler in people { try fixture.judge(ranking, by: labeler, [1, 2]) }

    let export = try fixture.export(.sft)
    let row =
      #"{"completion":[{"role":"assistant","content":"A"}],"completion_id":1,"#
      + #""group_id":"judgement-1","# + common
      + #""prompt":[{"role":"user","content":"Q"}],"split":"train","task_id":1}"#
    #expect(exportedLines(of: export.files["train.jsonl"] ?? "") == [row])
    #expect(
      export.report.manifest.exclusions == [
        .init(reason: .otherKind, count: 2), .init(reason: .nothingWritten, count: 1),
      ])
    let more = try fixture.export(.sft, ExportFilter(includesBestRanked: true))
    #expect(more.report.manifest.rowCount == 2)
    #expect(more.report.manifest.exclusions.contains(.init(reason: .repeated, count: 1)))
  }

  @Test("put a correction before the original, and that before what it beat")
  func edits() throws {
    let fixture = try StoreFixture()
    let people = try fixture.labelers("ann", "ben")
    let prompt = try fixture.prompt(.text("Q"))
    let ranking = try fixture.task(.ranking, prompt, ["a", "b", "c"])
    try fixture.judge(ranking, by: people[0], [1, 2, 3])
    try fixture.judge(ranking, by: people[1], [2, 3, 1])
    let original = ranking.completionIDs[0]
    let editing = try fixture.task(.edit, prompt, completions: [original])
    let edited = try fixture.completion("a!", of: prompt, origin: .edited, parent: original)
    try fixture.answer(editing, by: people[0], Answer(text: "a!"), written: edited)
    try withExportFolder { folder in
      let out = folder.appendingPathComponent("out")
      _ = try Exporter(fixture.store).export(.edits, to: out)
      let rows = try readRankings(from: out.appendingPathComponent("train.jsonl")).rows
      #expect(rows.map(\.completions) == [[.text("a!"), .text("a"), .text("b")]])
      #expect(rows.map(\.ranks) == [[1, 2, 3]])
    }
  }
}

private func user(_ text: String) -> Message { Message(role: "user", content: text) }
private func assistant(_ text: String) -> Message {
  Message(role: "assistant", content: text)
}
