import Feedback

/// The pages with what is behind them: the desks of the store, and who may hash passwords.
///
/// Everything here is thin: it reads a form, asks a desk, and shows a page.
struct Site: Sendable {
  let store: any FeedbackStore
  let configuration: ServerConfiguration
  let chat: (any ChatPartner)?
  let now: @Sendable () -> Timestamp
  let workers: StoreWorkers
  let hashing: HashingQueue
  let reports = PolicyReports()
  let kept = KeptFindings()

  init(
    store: any FeedbackStore, configuration: ServerConfiguration, chat: (any ChatPartner)? = nil,
    now: @escaping @Sendable () -> Timestamp = Timestamp.now
  ) {
    self.store = store
    self.configuration = configuration
    self.chat = chat
    self.now = now
    workers = StoreWorkers()
    hashing = HashingQueue(placeCount: configuration.limits.hashingCount)
  }

  var accounts: AccountDesk { AccountDesk(store: store, now: now) }
  var labeling: LabelingDesk { LabelingDesk(store: store, now: now) }
  var adjudication: AdjudicationDesk { AdjudicationDesk(store: store, now: now) }

  /// What the pages of an answer are told.
  func context(for request: SiteRequest) throws -> PageContext {
    PageContext(
      settings: try store.read { try $0.settings() }, labeler: request.visitor?.labeler,
      formToken: request.formToken, now: now())
  }

  /// Shows a page.
  func show(_ page: some Page, status: Int = 200, _ request: SiteRequest) throws -> SiteAnswer {
    .page(page, status: status, in: try context(for: request))
  }

  /// Where an account begins.
  func home(of labeler: Labeler) -> String {
    labeler.role == .auditor ? Route.findings.path : Route.work.path
  }
}

/// How many reports of the browsers' content policy came: each is an attack or a mistake of ours.
actor PolicyReports {
  private(set) var count = 0

  func add() { count += 1 }
}
