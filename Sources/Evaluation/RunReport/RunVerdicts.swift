import HTML

/// The verdicts on one run or several, numbered as their marks on the curves are.
struct RunVerdicts {
  private let found: [(run: String?, verdict: RunVerdict)]
  private let isDiagnosed: Bool

  init(runs: [RunDescription], names: [String]) {
    isDiagnosed = runs.contains(where: \.isDiagnosed)
    found = zip(runs, names).flatMap { run, name in
      run.verdicts.map { (runs.count == 1 ? nil : name, $0) }
    }
  }

  /// A mark where each was found first; those of one step share it.
  var marks: [Chart.Mark] {
    var marks: [Chart.Mark] = []
    for (index, item) in found.prefix(24).enumerated() {
      let name = item.run.map { "\($0), " } ?? ""
      let text = "\(index + 1): \(item.verdict.title), \(name)step \(item.verdict.step)"
      let x = Double(item.verdict.step)
      if let same = marks.firstIndex(where: { $0.x == x }) {
        marks[same].label += ",\(index + 1)"
        marks[same].text += "; \(text)"
      } else {
        marks.append(Chart.Mark(x: x, label: "\(index + 1)", text: text))
      }
    }
    return marks
  }

  /// The section; nil where nobody watched.
  var section: Report.Section? {
    guard isDiagnosed else { return nil }
    guard !found.isEmpty else {
      return Report.Section("Verdict", [.paragraph("Healthy: no alarm was given.")])
    }
    let cards = found.enumerated().map { index, item in
      VerdictCard(
        label: "\(index + 1)", title: item.verdict.title,
        place: (item.run.map { "\($0), " } ?? "") + item.verdict.place,
        evidence: item.verdict.evidence, advice: item.verdict.advice,
        response: item.verdict.response)
    }
    return Report.Section("Verdicts", [.verdicts(cards)])
  }
}
