import Feedback
import HTML

/// Where a labeler begins: what is lent, what may be taken, what was done.
struct WorkPage: Page {
  /// A task that the labeler has.
  struct LentTask: Sendable, Equatable {
    let assignment: Assignment
    let kind: LabelingTask.Kind
  }

  let progress: LabelerProgress
  let lent: [LentTask]
  /// Why nothing may be taken; nothing where something may.
  let nothing: NothingToDo?
  let offersChat: Bool
  let notice: Notice?

  init(
    progress: LabelerProgress, lent: [LentTask] = [], nothing: NothingToDo? = nil,
    offersChat: Bool = false, notice: Notice? = nil
  ) {
    self.progress = progress
    self.lent = lent
    self.nothing = nothing
    self.offersChat = offersChat
    self.notice = notice
  }

  var name: StaticString { "work" }
  var title: String { "Your work" }

  func content(in context: PageContext) -> Markup {
    """
    \(notice?.element ?? "")\(lent.map { entry($0, now: context.now) })\(next(in: context))\
    \(offersChat ? chat : "")<h2>What you have done</h2>
    <dl class="facts">
    <div><dt>Today</dt><dd>\(progress.todayCount)</dd></div>
    <div><dt>In all</dt><dd>\(progress.totalCount)</dd></div>
    <div><dt>Passed over</dt><dd>\(progress.skippedCount)</dd></div>
    <div><dt>Too late to count</dt><dd>\(progress.surplusCount)</dd></div>
    </dl>
    <p><a href="/history">Look at your latest judgements</a>, and change them if you like. The \
    days are those of UTC.</p>
    """
  }

  private func entry(_ task: LentTask, now: Timestamp) -> Markup {
    let assignment = task.assignment
    let left = (assignment.leaseExpiresAt - now).milliseconds
    let time = left > 0 ? "\(inWords(minutes: Int(left / 60_000))) left" : "the time is up"
    return """
      <div class="card"><h2>You have begun a task</h2>
      <p>\(task.kind.title), taken \(moment(assignment.leasedAt)); \(time).</p>
      <p><a class="button first" href="/task/\(assignment.id.description)">Go on with it</a></p>
      </div>

      """
  }

  private func next(in context: PageContext) -> Markup {
    if let nothing { return explanation(nothing) }
    guard lent.isEmpty else { return "" }
    return """
      <form method="post" action="/work/next">\(context.formTokenField)
      <p>There is something to judge.</p>
      <p><button class="first" id="take">Take the next task</button></p>
      </form>

      """
  }

  private func explanation(_ nothing: NothingToDo) -> Markup {
    let words: Markup =
      switch nothing.reason {
      case .noTasks: "There are no tasks yet. Whoever runs the project has to import some."
      case .allLent(.some(let time)):
        "Everything that is open is with others now. The first of it comes free by \(moment(time))."
      case .allLent(.none): "Everything that is open is with others now."
      case .allDone: "You have had all there is for you. Thank you!"
      case .onlyOwn:
        "What is open shows what you wrote yourself, and nobody judges their own work."
      case .paused:
        "Your account gets no tasks for now. Whoever runs the project can tell you why."
      }
    let count: Markup =
      nothing.openTaskCount == 1
      ? "1 task still waits for judgements."
      : "\(nothing.openTaskCount) tasks still wait for judgements."
    return """
      <div class="notice warning" id="nothing"><p>\(words)</p>
      <p class="hint">\(nothing.openTaskCount == 0 ? "Nothing is open." : count)</p></div>

      """
  }

  private var chat: Markup {
    """
    <h2>Chat</h2>
    <p>Two models answer you side by side, and you say which answer is better.</p>
    <p><a class="button" href="/chat">Begin a chat</a></p>

    """
  }
}
