import Statistics

extension FindingsMaker {
  /// Returns how much people agree.
  func agreementTopic() -> FindingTopic {
    FindingTopic(
      id: "agreement", title: "Agreement",
      explanation: "No model can be measured better with these labels than people agree on them.",
      findings: pairAgreementFindings() + [concordance()] + contents.settings.axes.map(ratingAlpha),
      notes: [
        "Intervals hold in 95 of 100 cases; prompts are drawn anew, for pairs of one prompt depend "
          + "on each other."
      ])
  }

  private func pairAgreementFindings() -> [Finding] {
    let found = pairAgreement(among: pairs.votes, resampling: resampling)
    let shared = counted(found.pairCount, "shared verdict")
    func outcome(_ estimate: Estimate, _ count: Int) -> Finding.Outcome {
      .init(count > 0 ? estimate : nil, orNeeds: Self.needsOverlap)
    }
    let accuracy = accuracy(fromAgreement: found.strict)
    return [
      Finding(
        "agreement.pairs", "Agreement on pairs", .share, outcome(found.strict, found.strictCount),
        from: counted(found.strictCount, "shared verdict"),
        "How often two labelers prefer the same of two completions, where both prefer one."),
      Finding(
        "agreement.pairs.ties-half", "With ties as half", .share,
        outcome(found.tiesAsHalf, found.pairCount), from: shared,
        "The same over all pairs, an order and a tie agreeing by half."),
      Finding(
        "agreement.pairs.ties-class", "With ties as a verdict", .share,
        outcome(found.tiesAsClass, found.pairCount), from: shared,
        "The same over all pairs, a tie agreeing with nothing but a tie."),
      Finding(
        "agreement.pairs.alpha", "Krippendorff's α on pairs", .coefficient,
        .init(found.beyondChance, orNeeds: Self.needsOverlap), from: shared,
        "Agreement beyond chance over worse, equal and better: 0 is chance, 1 is perfect.",
        alarm: (found.beyondChance.estimate?.upper).flatMap { upper in
          upper < 0.2 ? "Labelers agree hardly more than by chance; look at disputed tasks." : nil
        }),
      Finding(
        "agreement.accuracy", "Accuracy of one labeler", .share,
        .init(
          found.strictCount > 0 ? accuracy : nil,
          orNeeds: found.strictCount > 0
            ? "undefined: labelers agree less than by chance" : Self.needsOverlap),
        from: counted(found.strictCount, "shared verdict"),
        "How often one labeler would be right if all were equally good and erred alone."),
    ]
  }

  /// Kendall's W over tasks that two people ranked, three completions or more.
  private func concordance() -> Finding {
    let byTask = Dictionary(grouping: peoplesOrders) { $0.current.task.id }
      .sorted { $0.key < $1.key }
    var tasks: [[[Double]]] = []
    var keys: [Int] = []
    for (_, orders) in byTask where orders.count > 1 {
      let shared = orders.dropFirst().reduce(Set(orders[0].placed.map(\.id))) {
        $0.intersection($1.placed.map(\.id))
      }
      guard shared.count > 2 else { continue }
      tasks.append(
        orders.map { order in
          order.placed.filter { shared.contains($0.id) }.sorted { $0.id < $1.id }
            .map { Double($0.rank) }
        })
      keys.append(orders[0].prompt)
    }
    return Finding(
      "agreement.kendall-w", "Kendall's W on rankings", .coefficient,
      .init(
        meanKendallW(of: tasks, clusteredBy: keys, resampling: resampling),
        orNeeds: "needs at least two labelers on one ranking of three or more"),
      from: counted(tasks.count, "task"),
      "How much the orders of three or more have in common: 1 is the same order; with two labelers "
        + "who order blindly it is one half.")
  }

  /// Krippendorff's α of one axis, over completions.
  private func ratingAlpha(_ axis: String) -> Finding {
    let people = judgements.filter { $0.labeler.kind == .person && $0.task.gold == nil }
    var ratings: [Identifier<StoredCompletion>: [Identifier<Labeler>: Double]] = [:]
    for current in people {
      for rating in current.answer.ratings
      where rating.axis == axis && contents.isUsable(rating.completionID) {
        ratings[rating.completionID, default: [:]][current.labeler.id] = Double(rating.value)
      }
    }
    let labelers = Set(ratings.values.flatMap(\.keys)).sorted()
    let units = ratings.sorted { $0.key < $1.key }
    let alpha = krippendorffAlpha(
      units.map { _, values in labelers.map { values[$0] } }, metric: .ordinal,
      clusteredBy: units.map { id, _ in
        Int(clamping: contents.completions[id]?.promptID.number ?? 0)
      }, resampling: resampling)
    return Finding(
      "agreement.rating.\(axis)", "Krippendorff's α of \(axis)", .coefficient,
      .init(alpha, orNeeds: "needs at least two labelers who rate one completion"),
      from: counted(units.count { $0.value.count > 1 }, "completion"),
      "How much labelers agree on this axis beyond chance, a near miss counting less than a far one."
    )
  }
}
