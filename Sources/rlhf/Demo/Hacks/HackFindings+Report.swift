import Evaluation
import Foundation
import HTML

extension HackFindings {
  /// The page.
  var report: Report {
    Report(
      title: "How honest the diagnosis is",
      summary: [
        """
        A small world where the true score of a reply is known: policies were trained on rewards \
        that are sound, and on rewards that are broken on purpose. The diagnosis saw a gold judge's \
        scores, here the rubric on prompts of its own, or none.
        """
      ] + verdictOnUndertrained,
      sections: [
        Report.Section("Alarms", [.table(table)]),
        Report.Section(
          "True scores", HackTrial.allCases.filter { !of($0).isEmpty }.map { .curves(chart($0)) }),
        Report.Section("Each trial", [.table(details)]),
      ])
  }

  private func chart(_ trial: HackTrial) -> Chart {
    Chart(
      title: trial.title, xLabel: "rollouts", yLabel: "true score",
      series: of(trial).map { outcome in
        Chart.Series(
          "seed \(outcome.seed)",
          outcome.truth.map { Chart.Point(Double($0.step), $0.score) })
      },
      caption: "First alarms: "
        + of(trial).map { outcome in
          "seed \(outcome.seed) "
            + (outcome.first(blind: false).map { "at \($0.step)" } ?? "none")
        }.joined(separator: ", ") + ".")
  }

  /// Writes the page and the numbers into a folder, and prints the tables.
  func publish(in folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let page = folder.appendingPathComponent("report.html")
    try report.write(to: page)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try encoder.encode(self).write(to: folder.appendingPathComponent("hacks.json"))
    print(table.text())
    print("\n" + details.text())
    for sentence in verdictOnUndertrained { print(sentence) }
    print("\nThe same as a page: \(displayed(page))")
  }
}
