import Feedback
import HTML
import Statistics

/// The pictures of a topic; none where there is too little to draw.
struct FindingPictures {
  let topic: FindingTopic
  let findings: FeedbackFindings

  var figures: [Markup] {
    var figures = [shares, coefficients].compactMap(\.self)
    switch topic.id {
    case "progress": figures += [days].compactMap(\.self)
    case "models": figures += [models].compactMap(\.self)
    case "labelers":
      figures += [
        labelers(\.agreement).map(agreementChart), labelers(\.goldAccuracy).map(goldChart),
      ].compactMap(\.self)
    default: break
    }
    return figures
  }

  /// The shares of the topic; those of agreement beside what others published.
  private var shares: Markup? {
    var rows = rows(.share)
    guard !rows.isEmpty else { return nil }
    let isAgreement = topic.id == "agreement"
    if isAgreement { rows += findings.ceilings.compactMap(published) }
    return IntervalChart(
      title: isAgreement ? "Agreement, and what others reached" : topic.title, xLabel: "share",
      rows: rows, caption: topic.explanation, isShare: true
    ).figure()
  }

  private var coefficients: Markup? {
    let rows = rows(.coefficient)
    guard !rows.isEmpty else { return nil }
    return IntervalChart(
      title: "\(topic.title): coefficients", xLabel: "coefficient", rows: rows,
      caption: "1 is perfect; 0, the dashed line, is what chance would give.", guide: 0
    ).figure()
  }

  private func rows(_ scale: Finding.Scale) -> [IntervalChart.Row] {
    topic.findings.filter { $0.scale == scale }.compactMap { finding in
      guard case .found(let reading) = finding.outcome else { return nil }
      return row(finding.title, reading.estimate)
    }
  }

  /// A row whose name leaves room for the number beside it.
  private func row(_ name: String, _ estimate: Estimate) -> IntervalChart.Row {
    IntervalChart.Row(name.shortened(to: 44), estimate)
  }

  private func published(_ ceiling: PublishedAgreement) -> IntervalChart.Row? {
    guard ceiling.measure == .agreement else { return nil }
    let reach = ceiling.plusMinus ?? 0
    let source = ceiling.source.unicodeScalars.prefix { $0 != "," }
    return row(
      "\(String(source)): \(ceiling.between)",
      Estimate(
        value: ceiling.value, lower: ceiling.range?.lowerBound ?? ceiling.value - reach,
        upper: ceiling.range?.upperBound ?? ceiling.value + reach))
  }

  private var days: Markup? {
    guard findings.days.count > 1 else { return nil }
    func curve(_ name: String, _ count: (DayFindings) -> Int) -> Chart.Series {
      Chart.Series(
        name,
        findings.days.enumerated().map { Chart.Point(Double($0), Double(count($1))) })
    }
    return Chart(
      title: "Judgements by day", xLabel: "day, from \(findings.days[0].day)", yLabel: "judgements",
      series: [
        curve("judged", \.judgementCount), curve("excluded", \.excludedCount),
        curve("skipped", \.skippedCount),
      ], caption: "Days on which nobody judged anything are left out."
    ).figure()
  }

  private var models: Markup? {
    guard !findings.models.isEmpty else { return nil }
    return IntervalChart(
      title: "Models", xLabel: "strength",
      rows: findings.models.map { row($0.name, $0.strength.estimate) },
      caption: "Models whose intervals meet may be equally good.", guide: 0
    ).figure()
  }

  private func labelers(_ share: (LabelerFindings) -> Reading?) -> [IntervalChart.Row]? {
    let rows = findings.labelers.compactMap { labeler in
      share(labeler).map { row(labeler.name, $0.estimate) }
    }
    return rows.isEmpty ? nil : rows
  }

  private func agreementChart(_ rows: [IntervalChart.Row]) -> Markup {
    IntervalChart(
      title: "How often others order a pair as each labeler does", xLabel: "share", rows: rows,
      caption: "Half, the dashed line, is what guessing would give.", guide: 0.5, isShare: true
    ).figure()
  }

  private func goldChart(_ rows: [IntervalChart.Row]) -> Markup {
    IntervalChart(
      title: "Known answers each labeler got right", xLabel: "share", rows: rows,
      caption: "Half, the dashed line, is what guessing would give.", guide: 0.5, isShare: true
    ).figure()
  }
}
