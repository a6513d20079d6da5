import ArgumentParser
import Datasets
import Feedback
import Foundation

/// `rlhf label import`: brings prompts, and perhaps completions, into a store.
struct LabelImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Brings prompts and completions in, to be judged.",
    discussion: """
      Rows: {"prompt": …, "completions": […]}, {"prompt": …, "chosen": …, "rejected": …}, \
      transcripts that begin alike, or {"prompt": …} alone, which waits for `rlhf label \
      candidates` or, with --kind demonstration, for somebody to write the answer. What the store \
      knows already is not taken twice. Rows with "gold": [ranks] are questions that check \
      labelers without their knowing.
      """)

  @OptionGroup var store: StoreArgument

  @Argument(help: ArgumentHelp("Rows: .jsonl or .jsonl.gz.", valueName: "file"))
  var file: String

  @Option(
    help: """
      What labelers do: ranking, pair, rating, demonstration or edit; by default pair for two \
      completions, ranking for more.
      """)
  var kind: LabelingTask.Kind?

  @Option(help: "How many labelers judge each task.")
  var overlap = 1

  @Option(help: ArgumentHelp("Questions with known answers, in ranks.", valueName: "file"))
  var gold: String?

  @Option(help: "What the tasks are for, in a few words.")
  var purpose = "import"

  @Flag(help: "Leaves out and lists rows that cannot be used.")
  var skipBadRows = false

  func validate() throws {
    guard overlap > 0 else {
      throw ValidationError("--overlap is \(overlap) and must be at least 1")
    }
    guard kind != .chat else {
      throw ValidationError("chats are not imported; start the server with --model and --model-b")
    }
  }

  func run() throws {
    let importer = Importer(store: try store.opened())
    try show(importer.importRows(from: URL(fileURLWithPath: file), options(isGold: false)))
    guard let gold else { return }
    try show(importer.importRows(from: URL(fileURLWithPath: gold), options(isGold: true)))
  }

  private func options(isGold: Bool) -> ImportOptions {
    ImportOptions(
      kind: kind, overlap: overlap, purpose: purpose, badRows: skipBadRows ? .skip : .refuse,
      isGold: isGold)
  }

  private func show(_ report: ImportReport) {
    print(
      "\(report.file): \(counted(report.rowCount, "row")), \(counted(report.taskCount, "task")) "
        + "made" + (report.goldCount > 0 ? ", \(report.goldCount) with a known answer" : ""))
    for (count, what) in report.remarks where count > 0 { note("  \(count) \(what)") }
    for row in report.skipped.prefix(3) { note("  skipped: line \(row.line): \(row.reason)") }
    if report.waitingCount > 0 {
      print(
        "Next: rlhf label candidates \(displayed(store.folder)) --model CHECKPOINT --count 4")
    } else if report.taskCount > 0 {
      print("Next: rlhf label serve \(displayed(store.folder))")
    }
  }
}

extension ImportReport {
  /// What else is worth knowing, with how often it was so.
  fileprivate var remarks: [(Int, String)] {
    [
      (newPromptCount, "new prompts"), (knownPromptCount, "rows with a prompt known before"),
      (newCompletionCount, "new completions"), (knownTaskCount, "tasks known before"),
      (waitingCount, "prompts wait for completions"),
      (nearDuplicateCount, "prompts are nearly like another, and share its side of the split"),
      (identityLeakCount, "completions say which model wrote them, and are not shown"),
      (withheldCount, "rows made no task or a smaller one for it"),
      (personalDataCount, "texts probably hold personal data: see rlhf label audit"),
      (skipped.count, "rows were left out"),
    ]
  }
}
