import Feedback
import HTML
import Statistics

@testable import LabelingWeb

/// A page with who looks at it.
struct SamplePage: CustomStringConvertible, Sendable {
  let name: String
  let role: Labeler.Role?
  let html: String

  var description: String { "\(name) for \(role?.rawValue ?? "a visitor")" }

  init(_ name: String, _ role: Labeler.Role?, _ page: some Page, _ samples: Samples) {
    self.name = name
    self.role = role
    html = page.document(in: samples.context(role)).html
  }
}

extension Samples {
  /// Every page in every state that changes what is on it.
  func pages() -> [SamplePage] { taskPages() + labelerPages() + visitorPages() + otherPages() }

  /// The page of a task, for each kind and state.
  func taskPages() -> [SamplePage] {
    LabelingTask.Kind.allCases.flatMap { kind -> [SamplePage] in
      let count = Self.count(kind)
      let answer = self.answer(kind)
      let question = Question(workspace(kind, count))
      let filled = AnswerForm(question: question).fields(for: answer)
      let draft = DraftForm.kept(of: filled, for: question)
      func page(_ name: String, _ page: TaskPage) -> SamplePage {
        SamplePage("task-\(kind.rawValue)-\(name)", .labeler, page, self)
      }
      return [
        page("fresh", TaskPage(workspace(kind, count), idempotencyKey: "key")),
        page(
          "draft",
          TaskPage(
            workspace(kind, count, draft: draft), idempotencyKey: "key", notice: .draftSaved(now))),
        page("expired", TaskPage(workspace(kind, count, .expired), idempotencyKey: "key")),
        page(
          "revision",
          TaskPage(workspace(kind, count, .submitted, judged: answer), idempotencyKey: "key")),
        page(
          "closed",
          TaskPage(
            workspace(kind, count, .submitted, judged: answer), idempotencyKey: "key",
            isClosed: true)),
        page("refused", refused(kind, count, filled)),
      ]
    } + [
      SamplePage(
        "task-ranking-nine", .labeler, TaskPage(workspace(.ranking, 9), idempotencyKey: "key"), self
      )
    ]
  }

  private func refused(_ kind: LabelingTask.Kind, _ count: Int, _ filled: FormFields) -> TaskPage {
    let ids = completions(count).map(\.id)
    let atCompletions = ids.flatMap { id in
      [
        AnswerProblem(.rank(id), "Give it a rank."),
        AnswerProblem(.rating(axis: text, id), "Rate it on \(text)."),
      ]
    }
    let fields: [AnswerProblem.Field] = [.verdict, .ranks, .strength, .flags, .text, .reason]
    return TaskPage(
      workspace(kind, count), idempotencyKey: "key", fields: filled,
      problems: atCompletions + fields.map { AnswerProblem($0, "It is wrong: \(text)") },
      formProblems: [FormProblem("", "There is no room."), FormProblem("skip-reason", "Why?")],
      asksForOrder: true)
  }

  private func labelerPages() -> [SamplePage] {
    let reasons: [NothingToDo.Reason] = [
      .noTasks, .allLent(nextFreeAt: now), .allLent(nextFreeAt: nil), .allDone, .onlyOwn, .paused,
    ]
    let lent = WorkPage.LentTask(assignment: assignment(2), kind: .pair)
    return reasons.enumerated().map { index, reason in
      SamplePage(
        "work-nothing-\(index)", .labeler,
        WorkPage(
          progress: LabelerProgress(), nothing: NothingToDo(reason: reason, openTaskCount: index)),
        self)
    } + [
      SamplePage(
        "work-next", .labeler,
        WorkPage(progress: LabelerProgress(todayCount: 3), offersChat: true, notice: .saved(now)),
        self),
      SamplePage(
        "work-lent", .labeler,
        WorkPage(progress: LabelerProgress(), lent: [lent], notice: .surplus(now)), self),
      SamplePage("chat", .labeler, ChatPage(firstTurn: text, problem: text), self),
      SamplePage(
        "chat-on", .labeler, ChatPage(turns: prompt.turns, conversation: text), self),
      SamplePage("history", .labeler, HistoryPage(recent), self),
      SamplePage("history-empty", .labeler, HistoryPage([]), self),
      SamplePage("guideline", .labeler, GuidelinePage(guideline, versions: [guideline]), self),
      SamplePage(
        "account", .labeler,
        AccountPage(sessionCount: 2, problems: [FormProblem("new_password", text)]), self),
    ]
  }

  private var recent: [RecentWork] {
    LabelingTask.Kind.allCases.map { kind in
      RecentWork(
        assignment: assignment(Self.count(kind), kind == .pair ? .surplus : .submitted),
        kind: kind, promptStart: text, judgement: judgement(answer(kind)),
        isRevisable: kind != .edit)
    }
  }

  private func visitorPages() -> [SamplePage] {
    [
      SamplePage("login", nil, LoginPage(), self),
      SamplePage(
        "login-wrong", nil, LoginPage(handle: text, problem: .wrong, next: "/work?\(text)"), self),
      SamplePage("login-many", nil, LoginPage(problem: .tooMany), self),
      SamplePage("login-ended", nil, LoginPage(problem: .ended), self),
      SamplePage("join", nil, JoinPage(token: "abc", role: .labeler), self),
      SamplePage(
        "join-refused", nil,
        JoinPage(
          token: text, role: .auditor, handle: text, displayName: text,
          problems: ["handle", "display_name", "password"].map { FormProblem($0, text) }), self),
      SamplePage(
        "message", nil,
        MessagePage(status: 404, title: text, text: text, link: ("/work", text)), self),
    ]
  }

  private func otherPages() -> [SamplePage] {
    disputePages()
      + [
        SamplePage("findings", .auditor, FindingsPage(findings), self),
        SamplePage("findings-empty", .administrator, FindingsPage(emptyFindings), self),
        SamplePage(
          "people", .administrator,
          PeoplePage(
            people: [.administrator, .labeler].enumerated().map { labeler($1, Int64($0 + 5)) },
            invitations: invitations, newLink: "http://127.0.0.1:8080/join/abc"), self),
        SamplePage(
          "settings", .administrator,
          SettingsPage(
            settings, problems: [FormProblem("axes", text)], cspReportCount: 2, notice: .changed),
          self),
        SamplePage("guideline-editor", .administrator, GuidelineEditorPage(guideline), self),
        SamplePage("tags", .administrator, TagsPage(tags), self),
        SamplePage(
          "log", .auditor,
          LogPage(events, people: [Identifier(5): text], next: Identifier(9)), self),
      ]
  }

  private func disputePages() -> [SamplePage] {
    LabelingTask.Kind.allCases.map { kind in
      SamplePage(
        "dispute-\(kind.rawValue)", .adjudicator,
        DisputePage(
          dispute(kind),
          fields: AnswerForm(question: Question(dispute(kind))).fields(for: answer(kind)),
          formProblems: [SettlementForm.missingCause]), self)
    } + [
      SamplePage(
        "disputes", .adjudicator, DisputesPage([dispute(.ranking), dispute(.edit)]), self),
      SamplePage("disputes-empty", .adjudicator, DisputesPage([], notice: .settled), self),
    ]
  }

  private var invitations: [Invitation] {
    var open = Invitation(
      tokenHash: "00", role: .labeler, allowedUses: 2, createdAt: now,
      expiresAt: now + .seconds(60))
    open.id = Identifier(1)
    var revoked = open
    revoked.id = Identifier(2)
    revoked.revokedAt = now
    return [open, revoked]
  }

  private var tags: [QualityTag] {
    var tag = QualityTag(
      on: .labeler, 5, name: text, reason: text, excludes: true, createdAt: now)
    tag.id = Identifier(1)
    var lifted = tag
    lifted.id = Identifier(2)
    lifted.liftedAt = now
    return [tag, lifted]
  }
}
