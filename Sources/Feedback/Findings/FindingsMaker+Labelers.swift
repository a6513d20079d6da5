import Statistics

extension FindingsMaker {
  /// Returns what there is to say of everybody who judged or skipped something.
  func labelerFindings(_ reliability: LabelerReliability) -> [LabelerFindings] {
    let all = Dictionary(grouping: contents.judgements, by: \.labeler.id)
    let ordersByLabeler = Dictionary(grouping: orders, by: \.current.labeler.id)
    let judgementsByLabeler = Dictionary(grouping: judgements, by: \.labeler.id)
    let agreement = agreementWithOthers(
      among: JudgedPairs(orders).votes, resampling: Resampling(count: 200, seed: resampling.seed))
    let gold = goldAnswers()
    let tally = all.keys.sorted().map { id in
      LabelerTally(
        id: id, all: all[id] ?? [], judgements: judgementsByLabeler[id] ?? [],
        orders: ordersByLabeler[id] ?? [], gold: gold[id] ?? [])
    }
    let tested = tally.indices.filter { tally[$0].places.pValue != nil }
    let adjusted = holmAdjusted(tested.compactMap { tally[$0].places.pValue })
    let values = Dictionary(uniqueKeysWithValues: zip(tested, adjusted))
    return tally.enumerated().compactMap { index, tally in
      let number = Int(clamping: tally.id.number)
      return findings(
        tally, agreement: agreement[number], positionPValue: values[index],
        reliability: reliability.voteCounts[number] == nil ? nil : reliability.accuracies[number])
    }
  }

  private func findings(
    _ tally: LabelerTally, agreement: PairAgreement?, positionPValue: Double?,
    reliability: Estimate?
  ) -> LabelerFindings? {
    guard let labeler = contents.labelers[tally.id] else { return nil }
    let verdicts = swayedVerdicts(tally.orders)
    let times = readingTimes(tally.judgements)
    let wholeOrders = tally.orders.filter {
      $0.current.task.kind == .ranking && $0.isStrictAndWhole
    }
    let isShared = (agreement?.strictCount ?? 0) > 0
    let hasLengths = verdicts.contains { $0.earlierLength != $0.laterLength }
    return LabelerFindings(
      labelerID: tally.id, name: labeler.displayName, judgementCount: tally.judgements.count,
      skippedCount: tally.all.count(where: \.isSkipped),
      excludedCount: tally.all.count { contents.marks.reason(against: $0) != nil },
      agreement: isShared ? agreement.flatMap { Reading($0.strict) } : nil,
      sharedPairCount: agreement?.strictCount ?? 0,
      // Without others to compare with, the model only repeats what it supposed.
      reliability: isShared ? reliability.flatMap { Reading($0) } : nil,
      goldAccuracy: tally.gold.isEmpty ? nil : Reading(goldAccuracy(tally.gold)),
      goldCount: tally.gold.count, goldStanding: tally.standing,
      firstShare: Reading(tally.places.firstShare), positionPValue: positionPValue,
      longerShare: hasLengths
        ? Reading(
          LengthBias(verdicts, resampling: Resampling(count: 200, seed: resampling.seed))
            .longerWins) : nil,
      medianSeconds: times.isEmpty
        ? nil : medianEstimate(of: times.map { Double($0.activeMilliseconds) / 1000 }).value,
      tooFastCount: times.count { $0.isTooFast() },
      unchangedCount: wholeOrders.count { $0.current.judgement.isUnchangedOrder },
      orderCount: wholeOrders.count)
  }

  /// Returns how far labelers differ.
  func labelersTopic(_ labelers: [LabelerFindings]) -> FindingTopic {
    let compared = labelers.filter { $0.reliability != nil }
    let weak = compared.filter { ($0.reliability?.upper ?? 1) < 0.6 }.map(\.name)
    let largest = labelers.max { $0.judgementCount < $1.judgementCount }
    let total = labelers.reduce(0) { $0 + $1.judgementCount }
    return FindingTopic(
      id: "labelers", title: "Labelers",
      explanation:
        "How each labeler does by the side of the others; a reason to talk, not a verdict.",
      findings: [
        Finding(
          "labelers.unreliable", "Labelers who go against the others", .count,
          .init(compared.count < 2 ? nil : Double(weak.count), orNeeds: Self.needsOverlap),
          from: counted(compared.count, "labeler"),
          "How many are right in fewer than 6 of 10 pairs beyond doubt, by a model in which each "
            + "labeler has one accuracy (Dawid and Skene).",
          alarm: weak.isEmpty
            ? nil : "\(weak.joined(separator: ", ")): what they prefer is hardly what others do."),
        Finding(
          "labelers.largest-share", "Share of the busiest labeler", .share,
          .init(
            total > 0 ? Double(largest?.judgementCount ?? 0) / Double(total) : nil,
            orNeeds: "needs judgements"), from: counted(total, "judgement"),
          "How much of the work is one person's; a model learns their taste."),
      ], notes: [])
  }

  /// Returns the pairs that two people or more compared, the least certain first.
  func contestedPairs(_ reliability: LabelerReliability) -> [ContestedPair] {
    Dictionary(grouping: pairs.votes, by: \.pair).compactMap { pair, votes -> ContestedPair? in
      guard Set(votes.map(\.labeler)).count > 1, let posterior = reliability.posteriors[pair]
      else { return nil }
      return ContestedPair(
        taskID: pairs.tasks[pair], firstID: pairs.pairs[pair].first,
        secondID: pairs.pairs[pair].second, firstVotes: votes.count { $0.outcome == .win },
        secondVotes: votes.count { $0.outcome == .loss }, ties: votes.count { $0.outcome == .tie },
        firstProbability: posterior)
    }.sorted {
      (abs($0.firstProbability - 0.5), $0.firstID, $0.secondID)
        < (abs($1.firstProbability - 0.5), $1.firstID, $1.secondID)
    }.prefix(100).map(\.self)
  }
}

/// What one labeler did.
private struct LabelerTally {
  let id: Identifier<Labeler>
  let all: [CurrentJudgement]
  let judgements: [CurrentJudgement]
  let orders: [JudgedOrder]
  let gold: [Bool]

  var places: PlaceWins { PlaceWins(orders) }

  var standing: LabelerFindings.Standing {
    switch SequentialTest().state(after: gold).verdict {
    case .clear: .cleared
    case .pause: .doubtful
    case .continue: .open
    }
  }
}
