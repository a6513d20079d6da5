import Feedback
import HTML
import Statistics

/// A topic's numbers, each with what it means; or why there is none.
struct FindingTable {
  let topic: FindingTopic

  var element: Markup {
    guard !topic.findings.isEmpty else { return "" }
    return PageTable(
      caption: "\(topic.title): the numbers", headers: ["What", "Found", "From", "What it means"],
      rows: topic.findings.map(row), hidesCaption: true
    ).element
  }

  private func row(_ finding: Finding) -> [Markup] {
    let alarm: Markup = finding.alarm.map { "<p class=\"problem\">\(marked: $0)</p>" } ?? ""
    return [
      "\(marked: finding.title)", value(finding), "\(marked: finding.sample)",
      "\(marked: finding.explanation)\(alarm)",
    ]
  }

  private func value(_ finding: Finding) -> Markup {
    switch finding.outcome {
    case .found(let reading): "\(text(reading, finding.scale))"
    case .missing(let reason): "<span class=\"soft\">\(marked: reason)</span>"
    }
  }
}

/// Returns a number with its interval as people read it on its scale.
func text(_ reading: Reading, _ scale: Finding.Scale) -> String {
  func one(_ value: Double) -> String {
    switch scale {
    case .share: decimal(value * 100, places: 0) + "%"
    case .coefficient: decimal(value, places: 2)
    case .number: readable(value)
    case .pValue: value < 0.001 ? "p < 0.001" : "p = \(decimal(value, places: 3))"
    case .seconds:
      value < 90 ? "\(decimal(value, places: 0)) s" : "\(decimal(value / 60, places: 1)) min"
    case .count: decimal(value, places: 0)
    }
  }
  guard let lower = reading.lower, let upper = reading.upper else { return one(reading.value) }
  let between = lower < 0 || upper < 0 ? " to " : "–"
  return "\(one(reading.value)) (\(one(lower))\(between)\(one(upper)))"
}

extension Reading {
  /// The number as an estimate, whose interval is the number where it has none.
  var estimate: Estimate {
    Estimate(value: value, lower: lower ?? value, upper: upper ?? value)
  }
}

/// The models, the best first.
struct ModelTable {
  let models: [ModelFindings]

  var element: Markup {
    PageTable(
      caption: "Models by strength: the logarithm of the odds to win, 0 on average.",
      headers: ["Rank", "Model", "Strength", "Won", "Lost", "Tied"],
      rows: models.map { model -> [Markup] in
        [
          "\(model.rank)", "<bdi>\(marked: model.name)</bdi>", "\(text(model.strength, .number))",
          "\(model.winCount)", "\(model.lossCount)", "\(model.tieCount)",
        ]
      }, numbers: [0, 3, 4, 5]
    ).element
  }
}

/// The labelers, each with what their judgements tell.
struct LabelerTable {
  let labelers: [LabelerFindings]

  var element: Markup {
    PageTable(
      caption: "Labelers. A few judgements tell little: look at the intervals before at people.",
      headers: [
        "Who", "Judged", "Skipped", "Excluded", "Agrees with others", "Reliability",
        "Known answers right", "Known answers tell", "First shown wins", "Longer wins",
        "Time for a task", "Too fast", "Order untouched",
      ], rows: labelers.map(row), numbers: [1, 2, 3, 11]
    ).element
  }

  private func row(_ labeler: LabelerFindings) -> [Markup] {
    func cell(_ reading: Reading?, _ scale: Finding.Scale = .share) -> Markup {
      reading.map { "\(text($0, scale))" } ?? "<span class=\"soft\">too little</span>"
    }
    return [
      "<bdi>\(marked: labeler.name)</bdi>", "\(labeler.judgementCount)",
      "\(labeler.skippedCount)", "\(labeler.excludedCount)", cell(labeler.agreement),
      cell(labeler.reliability), cell(labeler.goldAccuracy), "\(standing(labeler))",
      cell(labeler.firstShare), cell(labeler.longerShare),
      cell(labeler.medianSeconds.map { Reading($0) }, .seconds), "\(labeler.tooFastCount)",
      "\(labeler.unchangedCount) of \(labeler.orderCount)",
    ]
  }

  private func standing(_ labeler: LabelerFindings) -> String {
    switch labeler.goldStanding {
    case .cleared: "careful"
    case .doubtful: "look at the work"
    case .open: "too little yet"
    }
  }
}
