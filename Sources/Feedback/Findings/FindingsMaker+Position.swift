import Statistics

/// How often each place won, over tasks of any size.
struct PlaceWins {
  /// The wins of each place by how many places there were.
  private var winsBySize: [Int: [Double]] = [:]

  init(_ orders: some Sequence<JudgedOrder>) {
    for order in orders {
      let size = order.current.assignment.order.count
      // Where some were left unranked or taken out, not all places could win.
      guard let winner = order.winner, order.placed.count == size else { continue }
      winsBySize[size, default: [Double](repeating: 0, count: size)][winner.slot] += 1
    }
  }

  /// How many orders had a winner.
  var count: Int { Int(winsBySize.values.flatMap(\.self).reduce(0, +)) }

  /// How often the first place won.
  var firstShare: Estimate {
    proportion(winsBySize.values.reduce(0) { $0 + $1[0] }, of: count)
  }

  /// How often it would by chance.
  var expectedFirstShare: Double {
    winsBySize.reduce(0) { $0 + $1.value.reduce(0, +) / Double($1.key) } / Double(max(1, count))
  }

  /// How likely so uneven wins are by chance: exact for pairs, by χ² otherwise.
  var pValue: Double? {
    let tests = winsBySize.sorted { $0.key < $1.key }.map { PositionBias(winsBySlot: $0.value) }
    guard let first = tests.first else { return nil }
    let value =
      tests.count == 1 ? first.pValue : ChiSquaredTest(combining: tests.map(\.test)).pValue
    return value.isFinite ? value : nil
  }
}

extension FindingsMaker {
  /// Returns whether the place in which a completion is shown makes it win.
  func positionTopic(_ labelers: [LabelerFindings]) -> FindingTopic {
    let wins = PlaceWins(peoplesOrders)
    let sample = counted(wins.count, "order")
    let need = "needs orders with one winner"
    let expected = decimal(wins.expectedFirstShare * 100, places: 0)
    let biased = labelers.filter { ($0.positionPValue ?? 1) < 0.05 }.map(\.name)
    return FindingTopic(
      id: "position", title: "Place on the page",
      explanation: "Completions are shown in random order, so each place should win equally often.",
      findings: [
        Finding(
          "position.first", "The first place wins", .share, .init(wins.firstShare, orNeeds: need),
          from: sample, "How often the completion shown first is the best; by chance \(expected) %."
        ),
        Finding(
          "position.p", "By chance alone", .pValue, .init(wins.pValue, orNeeds: need), from: sample,
          "How likely wins are to be so uneven over the places if places do not matter.",
          alarm: (wins.pValue ?? 1) < 0.01 ? "Places matter: some are chosen unread." : nil),
        Finding(
          "position.labelers", "Labelers with a favourite place", .count,
          .init(labelers.isEmpty ? nil : Double(biased.count), orNeeds: need),
          from: counted(labelers.count, "labeler"),
          "How many labelers prefer a place beyond chance, corrected for how many were tested (Holm).",
          alarm: biased.isEmpty
            ? nil : "A place decides for \(biased.joined(separator: ", ")); look at their work."),
      ], notes: [])
  }
}
