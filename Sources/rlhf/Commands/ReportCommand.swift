import ArgumentParser
import Evaluation
import Foundation

/// `rlhf report`: makes a page of what one run did, or several.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Makes a page of what a run did, or several side by side.",
    discussion: """
      One HTML file that opens without a server and asks for nothing from anywhere: how the run \
      stands, verdicts with the steps where they were given, curves with raw values where one points, \
      samples side by side with what differs, the reward model, the data, the configuration and what \
      it cost. Several runs lie over each other. What a run did not write down is left out.

      An evaluation.json (from rlhf evaluate --reward-model … --json) in the run's folder or beside \
      its reward model is shown, and so is an audit.json (from rlhf audit --json) beside its data.
      """)

  @Argument(help: ArgumentHelp("The folders of runs.", valueName: "run"))
  var runs: [String]

  @Option(
    help: ArgumentHelp(
      "The page to write; report.html in the folder of one run, or here for several.",
      valueName: "file"))
  var output: String?

  @Flag(help: "Prints it for a terminal instead.")
  var text = false

  func validate() throws {
    guard !runs.isEmpty else { throw ValidationError("give the folder of at least one run") }
    if text, output != nil { throw ValidationError("--text prints; leave out --output") }
  }

  func run() throws {
    let folders = runs.map { URL(fileURLWithPath: $0) }
    let page = try report(ofRuns: folders)
    if text {
      print(page.text(), terminator: "")
      return
    }
    let file = output.map { URL(fileURLWithPath: $0) } ?? defaultFile(folders)
    try page.write(to: file)
    print("The page is in \(displayed(file))")
  }

  private func defaultFile(_ folders: [URL]) -> URL {
    let name = "report.html"
    return folders.count == 1
      ? folders[0].appendingPathComponent(name) : URL(fileURLWithPath: name)
  }
}
