import ArgumentParser
import Auditing
import Datasets
import Feedback
import Foundation

/// `rlhf label audit`: looks for what is wrong with the judgements of a store.
struct LabelAuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Looks for what is wrong with what was judged.",
    discussion: """
      The checks of `rlhf audit`, on all rankings that people gave, with who judged, how \
      fast and in which order, which files of pairs do not have.
      """)

  @OptionGroup var store: StoreArgument

  @Option(
    help: ArgumentHelp("Prompts that must not be trained on; may be repeated.", valueName: "file"))
  var against: [String] = []

  @Flag(help: "Prints one JSON object instead of text.")
  var json = false

  @Flag(help: "Ends with status 1 if something is an error.")
  var strict = false

  func run() throws {
    let opened = try store.openedToRead()
    let rows = try opened.read(auditInput)
    guard !rows.isEmpty else {
      throw RefusedInput("\(displayed(store.folder)) holds no ranking that could be audited yet")
    }
    let prompts = try against.flatMap {
      try readPrompts(from: URL(fileURLWithPath: $0), badRows: .skip).rows
    }
    let report = auditReport(of: rows, evaluation: against.isEmpty ? nil : prompts)
    print(json ? String(decoding: try report.json(), as: UTF8.self) : report.text())
    if strict, report.worst == .error { throw ExitCode(1) }
  }
}
