import Feedback
import HTML
import Testing

@testable import LabelingWeb

@Suite("A draft")
struct DraftFormTests {
  @Test(
    "keeps what was filled in, for the page to fill in again", arguments: LabelingTask.Kind.allCases
  )
  func roundTrip(kind: LabelingTask.Kind) {
    let samples = Samples()
    let question = Question(samples.workspace(kind, Samples.count(kind)))
    let form = AnswerForm(question: question)
    let kept = DraftForm.kept(of: form.fields(for: samples.answer(kind)), for: question)
    let workspace = samples.workspace(kind, Samples.count(kind), draft: kept)
    let page = TaskPage(workspace, idempotencyKey: "key").document(in: samples.context(.labeler))
    #expect(form.answer(from: FormFields(sent: ParsedPage(page.html))) == samples.answer(kind))
  }

  @Test("keeps nothing that is not of the question")
  func foreignFields() {
    let question = Question(Samples().workspace(.ranking, 2))
    let fields = FormFields([
      ("form_token", "t"), ("idempotency_key", "k"), ("sequence", "1"), ("rank-c", "1"),
      ("rank-a", "1"), ("handle", "h"), ("reason", "a\r\nb"),
    ])
    let kept = DraftForm.kept(of: fields, for: question)
    #expect(kept == [Draft.Field("rank-a", "1"), Draft.Field("reason", "a\nb")])
  }

  @Test("comes before the judgement that it changes")
  func draftOfRevision() {
    let samples = Samples()
    let workspace = samples.workspace(
      .ranking, 4, .submitted, draft: [Draft.Field("rank-d", "1")],
      judged: samples.answer(.ranking))
    let page = TaskPage(workspace, idempotencyKey: "key")
    #expect(page.fields.first("rank-d") == "1" && page.fields.first("rank-a") == nil)
  }
}

@Suite("The check of an untouched order")
struct OrderCheckTests {
  private func isDue(
    _ ranks: [Int], _ fields: [(String, String)] = [], judged: Answer? = nil
  ) -> Bool {
    let samples = Samples()
    let workspace = samples.workspace(.ranking, ranks.count, judged: judged)
    let answer = Answer(
      ranks: zip(workspace.completions, ranks).map { RankedCompletion($0.id, rank: $1) })
    return OrderCheck.isDue(answer, FormFields(fields), for: workspace)
  }

  @Test("asks once where four or more keep the order shown")
  func asking() {
    #expect(isDue([1, 2, 3, 4]))
    #expect(!isDue([1, 2, 3, 4], [("order_confirmed", "yes")]))
    #expect(!isDue([1, 2, 3, 4], judged: Answer()))
  }

  @Test(
    "asks nothing of other orders, ties, or few",
    arguments: [[2, 1, 3, 4], [1, 2, 2, 3], [1, 2, 3]])
  func silence(ranks: [Int]) { #expect(!isDue(ranks)) }
}

@Suite("The form of the settings")
struct SettingsFormTests {
  private let settings = ProjectSettings(
    name: "Café", splitSalt: "00", createdAt: Timestamp(milliseconds: 0))

  @Test("means the settings that it was filled in with")
  func roundTrip() {
    var changed = settings
    #expect(SettingsForm.apply(SettingsForm.fields(of: settings), to: &changed) == [])
    #expect(changed == settings)
  }

  @Test(
    "changes nothing where something is wrong",
    arguments: [
      ("name", " "), ("axes", ""), ("axes", "a\r\na"), ("gold_every", "-1"), ("undo_count", "x"),
      ("longest_lease_seconds", "60"), ("shortest_lease_seconds", "1"),
    ])
  func refusals(name: String, value: String) {
    var fields = SettingsForm.fields(of: settings)
    fields.pairs = fields.pairs.map { $0.name == name ? .init(name: name, value: value) : $0 }
    var changed = settings
    #expect(SettingsForm.apply(fields, to: &changed).map(\.field).contains(name))
    #expect(changed == settings)
  }

  @Test("takes lines as browsers send them")
  func lines() {
    var fields = SettingsForm.fields(of: settings)
    fields.pairs.removeAll { $0.name == "axes" }
    fields.pairs.append(.init(name: "axes", value: " kind \r\n\r\nbrief\u{9}and clear\r\n"))
    var changed = settings
    #expect(SettingsForm.apply(fields, to: &changed) == [])
    #expect(changed.axes == ["kind", "brief and clear"])
  }
}
