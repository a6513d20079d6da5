public import Statistics

/// What the findings are made from: the judgements that count, and how intervals are found.
struct FindingsMaker {
  let contents: StoreContents
  let resampling: Resampling
  /// The judgements that count: neither skipped, late, nor taken out by a mark.
  let judgements: [CurrentJudgement]
  /// The orders among them, of ordinary tasks only.
  let orders: [JudgedOrder]
  /// The orders of people among them.
  let peoplesOrders: [JudgedOrder]
  /// What people said of pairs.
  let pairs: JudgedPairs
  /// How long each text is.
  let sizes: [Identifier<StoredCompletion>: TextSize]

  init(_ contents: StoreContents, resampling: Resampling) {
    self.contents = contents
    self.resampling = resampling
    judgements = contents.judgements.filter {
      $0.isCounted && !$0.isSkipped && $0.task.state != .void
        && contents.marks.reason(against: $0) == nil
    }
    orders = contents.orders(in: judgements.filter { $0.task.gold == nil })
    peoplesOrders = orders.filter { $0.current.labeler.kind == .person }
    pairs = JudgedPairs(peoplesOrders)
    sizes = contents.completions.mapValues { TextSize($0.text) }
  }

  /// What is missing where no two people judged the same.
  static let needsOverlap = "needs at least two labelers on one task"

  /// All topics in the order in which they are shown.
  func topics(
    days: [DayFindings], labelers: [LabelerFindings], models: ComparedModels
  )
    -> [FindingTopic]
  {
    [
      progressTopic(), exclusionsTopic(days), agreementTopic(), consistencyTopic(),
      models.topic, positionTopic(labelers), lengthTopic(), timeTopic(), goldTopic(labelers),
      labelersTopic(labelers),
    ]
  }
}

extension FeedbackFindings {
  /// Finds all that a store tells about its data.
  ///
  /// The store is read once; what takes time happens afterwards, so that nobody waits for it.
  ///
  /// - Parameters:
  ///   - store: The store, of which one moment is looked at.
  ///   - resampling: How intervals are found; the same way gives the same numbers.
  /// - Throws: `FeedbackError` when the store cannot be read.
  public init(
    of store: any FeedbackStore, resampling: Resampling = Resampling(count: 400)
  ) throws {
    let (contents, lastEventID) = try store.read {
      (try StoreContents($0), try $0.lastEvent()?.id)
    }
    self.init(contents, lastEventID ?? .unassigned, resampling)
  }

  /// Finds all that a store tells about its data, within a transaction.
  ///
  /// - Parameters:
  ///   - reader: The store at one moment.
  ///   - resampling: How intervals are found; the same way gives the same numbers.
  /// - Throws: `FeedbackError` when the store cannot be read.
  public init(
    _ reader: any FeedbackReader, resampling: Resampling = Resampling(count: 400)
  ) throws {
    self.init(try StoreContents(reader), try reader.lastEvent()?.id ?? .unassigned, resampling)
  }

  private init(
    _ contents: StoreContents, _ lastEventID: Identifier<Event>, _ resampling: Resampling
  ) {
    let maker = FindingsMaker(contents, resampling: resampling)
    projectName = contents.settings.name
    self.lastEventID = lastEventID
    days = dayFindings(of: contents)
    let models = maker.comparedModels()
    self.models = models.models
    let reliability = LabelerReliability(votes: maker.pairs.votes)
    labelers = maker.labelerFindings(reliability)
    contestedPairs = maker.contestedPairs(reliability)
    ceilings = HumanCeilings.all
    topics = maker.topics(days: days, labelers: labelers, models: models)
  }
}

/// Returns a count with its noun: `1 pair`, `2 pairs`.
func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
  "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
}
