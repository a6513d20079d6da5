import Statistics

/// How the models of the completions compare, with the topic that says so.
struct ComparedModels {
  let models: [ModelFindings]
  let topic: FindingTopic
}

extension FindingsMaker {
  /// Compares the models whose completions people compared.
  func comparedModels() -> ComparedModels {
    let tally = ModelTally(peoplesOrders, in: contents)
    guard tally.names.count > 1, !tally.contests.isEmpty else {
      let need = "needs comparisons between completions of two models"
      return ComparedModels(models: [], topic: topic([strength(nil, tally, need)], notes: []))
    }
    let fit = BradleyTerry(itemCount: tally.names.count, contests: tally.contests)
    let estimates = fit.strengths.estimates
    let ranks = fit.strengths.ranks
    let models = tally.names.indices.compactMap { index -> ModelFindings? in
      guard let reading = Reading(estimates[index]) else { return nil }
      return ModelFindings(
        name: tally.names[index], strength: reading, rank: ranks[index],
        winCount: tally.wins[index], lossCount: tally.losses[index], tieCount: tally.ties[index])
    }.sorted { ($1.strength.value, $0.name) < ($0.strength.value, $1.name) }
    let notes = [fit.connection.description] + tieNote(tally)
    let need = "the comparisons do not settle the strengths"
    return ComparedModels(
      models: models, topic: topic([strength(fit, tally, need)], notes: notes))
  }

  private func topic(_ findings: [Finding], notes: [String]) -> FindingTopic {
    FindingTopic(
      id: "models", title: "Models",
      explanation: "Which model's completions people prefer, as strengths of Bradley and Terry: a "
        + "difference of 1 is being preferred in 73 of 100 cases.",
      findings: findings, notes: notes)
  }

  /// How often the strongest model is preferred to the next.
  private func strength(_ fit: BradleyTerry?, _ tally: ModelTally, _ need: String) -> Finding {
    var title = "Best against second"
    var estimate: Estimate?
    if let fit, fit.isReached {
      let order = tally.names.indices.sorted {
        fit.strengths.logarithms[$0] > fit.strengths.logarithms[$1]
      }
      estimate = fit.strengths.winProbability(of: order[0], over: order[1])
      title = "\(tally.names[order[0]]) against \(tally.names[order[1]])"
    }
    return Finding(
      "models.best", title, .share, .init(estimate, orNeeds: need),
      from: counted(tally.contests.count, "comparison"),
      "How often the strongest model would be preferred to the next, ties aside; where the interval "
        + "holds 50 %, it may not be the better one.")
  }

  private func tieNote(_ tally: ModelTally) -> [String] {
    let ties = tally.contests.count { $0.ties > 0 }
    guard ties > 0 else { return [] }
    let davidson = DavidsonTies(itemCount: tally.names.count, contests: tally.contests)
    let share = davidson.tieStrength.value / (2 + davidson.tieStrength.value)
    let equals =
      davidson.isReached && share.isFinite
      ? " Two equal models would tie in \(decimal(share * 100, places: 0)) of 100 cases (Davidson)."
      : ""
    return [
      "\(counted(ties, "comparison")) of \(tally.contests.count) "
        + "\(ties == 1 ? "is a tie" : "are ties"), each half a win of both, which draws the "
        + "strengths together." + equals
    ]
  }
}

/// Who beat whom.
private struct ModelTally {
  let names: [String]
  private(set) var contests: [Contest] = []
  private(set) var wins: [Int]
  private(set) var losses: [Int]
  private(set) var ties: [Int]

  init(_ orders: [JudgedOrder], in contents: StoreContents) {
    func name(_ placed: PlacedCompletion) -> String {
      contents.completions[placed.id].map(modelName) ?? "?"
    }
    let compared = orders.flatMap { order in
      order.pairs.map { (order: order, first: $0.earlier, second: $0.later) }
    }.filter { name($0.first) != name($0.second) }
    names = Set(compared.flatMap { [name($0.first), name($0.second)] })
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let numbers = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    let zeros = names.map { _ in 0 }
    (wins, losses, ties) = (zeros, zeros, zeros)
    for (order, first, second) in compared {
      guard let own = numbers[name(first)], let other = numbers[name(second)] else { continue }
      let outcome: Outcome =
        first.rank == second.rank ? .tie : first.rank < second.rank ? .win : .loss
      contests.append(Contest(own, against: other, outcome: outcome, cluster: order.prompt))
      switch outcome {
      case .win: (wins[own], losses[other]) = (wins[own] + 1, losses[other] + 1)
      case .loss: (wins[other], losses[own]) = (wins[other] + 1, losses[own] + 1)
      case .tie: (ties[own], ties[other]) = (ties[own] + 1, ties[other] + 1)
      }
    }
  }
}

/// Returns what to call whoever wrote a completion.
private func modelName(_ completion: StoredCompletion) -> String {
  if let name = completion.modelName { return name }
  return switch completion.origin {
  case .model: "(unnamed model)"
  case .person: "(people)"
  case .edited: "(people, correcting)"
  case .reference: "(data set)"
  }
}
