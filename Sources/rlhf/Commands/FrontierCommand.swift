import ArgumentParser
import Evaluation
import Foundation

/// `rlhf frontier`: what runs gained for how far they went, and when they went too far.
struct FrontierCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "frontier",
    abstract: "Shows what runs gained for how far they went, and when they went too far.",
    discussion: """
      For each round of the gold judge: the step, the distance from the reference as √KL and KL, the \
      reward that was learned from, and the gold score. Then which points no other beats, which is \
      best, what choosing by reward would cost, and where the gold score is predicted to peak, by \
      the forms of Gao et al. 2022. A run without a gold judge shows its reward alone.
      """)

  @Argument(help: ArgumentHelp("Runs' folders.", valueName: "run"))
  var runs: [String]

  @Option(help: ArgumentHelp("A curve that rlhf best-of --curve wrote.", valueName: "file"))
  var bestOf: String?

  @Flag(help: "Prints one JSON object instead of tables.")
  var json = false

  @Option(
    name: .customLong("report"), help: ArgumentHelp("A page to write as well.", valueName: "file"))
  var reportFile: String?

  @Flag(help: "Replaces the page.")
  var overwrite = false

  func run() throws {
    let page = reportFile.map { URL(fileURLWithPath: $0) }
    if let page, !overwrite { try refuseExisting(page) }
    let found = try frontier(ofRuns: runs.map { URL(fileURLWithPath: $0) })
    let curve = try bestOf.map { try BestOfCurve(reading: URL(fileURLWithPath: $0)) }
    if json {
      FileHandle.standardOutput.write(try found.json(bestOf: curve))
    } else {
      print(found.report(bestOf: curve).text(), terminator: "")
    }
    if let page {
      try found.report(bestOf: curve).write(to: page)
      note("The page is in \(displayed(page))")
    }
  }
}
