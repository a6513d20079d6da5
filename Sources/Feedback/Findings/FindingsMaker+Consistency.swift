import Statistics

extension FindingsMaker {
  /// Returns whether labelers contradict themselves, or leave orders untouched.
  func consistencyTopic() -> FindingTopic {
    FindingTopic(
      id: "consistency", title: "Consistency",
      explanation: "Whether what labelers say in one way fits what they say in another.",
      findings: [ratingsAgainstRanks(), unchangedOrders()], notes: [])
  }

  /// How often a labeler's marks order two completions as their ranks do.
  private func ratingsAgainstRanks() -> Finding {
    struct Key: Hashable {
      let labeler: Identifier<Labeler>
      let completion: Identifier<StoredCompletion>
    }
    var marks: [Key: [Double]] = [:]
    for current in judgements where current.labeler.kind == .person {
      for rating in current.answer.ratings {
        let key = Key(labeler: current.labeler.id, completion: rating.completionID)
        marks[key, default: []].append(Double(rating.value))
      }
    }
    var outcomes: [Int: [Outcome]] = [:]
    for order in peoplesOrders {
      for (earlier, later) in order.pairs where earlier.rank != later.rank {
        let (better, worse) = earlier.rank < later.rank ? (earlier, later) : (later, earlier)
        let labeler = order.current.labeler.id
        guard let high = marks[Key(labeler: labeler, completion: better.id)],
          let low = marks[Key(labeler: labeler, completion: worse.id)], mean(high) != mean(low)
        else { continue }
        outcomes[order.prompt, default: []].append(mean(high) > mean(low) ? .win : .loss)
      }
    }
    let pairCount = outcomes.values.reduce(0) { $0 + $1.count }
    return Finding(
      "consistency.ratings", "Marks that fit the order", .share,
      .init(
        pairCount == 0
          ? nil
          : winRate(
            of: outcomes.sorted { $0.key < $1.key }.map(\.value), resamples: resampling.count,
            seed: resampling.seed),
        orNeeds: "needs a labeler who both ranks and rates the same completions"),
      from: counted(pairCount, "pair"),
      "How often a labeler's mean mark is higher for the completion that they rank higher.")
  }

  private func unchangedOrders() -> Finding {
    let people = peoplesOrders.filter { $0.current.task.kind == .ranking && $0.isStrictAndWhole }
    let found = UnchangedOrder(
      people.map {
        .init(itemCount: $0.placed.count, isUnchanged: $0.current.judgement.isUnchangedOrder)
      })
    let isMany = found.pValue < 0.01
    let chance =
      people.isEmpty ? "" : "; by chance it were \(decimal(found.expectedShare * 100, places: 1)) %"
    return Finding(
      "consistency.unchanged", "Orders left as shown", .share,
      .init(found.share, orNeeds: "needs rankings without ties"),
      from: counted(people.count, "ranking"),
      "How often the order is the one that was shown" + chance + ".",
      alarm: isMany
        ? "More orders are left as they were shown than chance explains; look who does that." : nil)
  }
}

/// Returns the mean of some numbers.
func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
