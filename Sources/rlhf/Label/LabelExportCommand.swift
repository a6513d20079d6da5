import ArgumentParser
import Feedback
import Foundation

/// `rlhf label export`: writes judgements as rows to learn from.
struct LabelExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Writes what was judged as rows to learn from.",
    discussion: """
      Formats: rankings (for rlhf reward; K completions with ranks), standard and conversational \
      (TRL's pairs, for rlhf reward and dpo), unpaired (TRL's, with a label, for rlhf kto), sft (what labelers \
      wrote, for rlhf sft) and edits (edited > chosen > rejected). The folder gets train.jsonl, \
      validation.jsonl and test.jsonl, split by prompt once and for all, and manifest.json with \
      counts, hashes and the reasons for what was left out. The same store gives the same bytes.
      """)

  @OptionGroup var store: StoreArgument
  @OptionGroup var filter: ExportFilterOptions

  @Option(help: "rankings, standard, conversational, unpaired, sft or edits.")
  var format = ExportFormat.rankings

  @Option(help: ArgumentHelp("A new folder for the files.", valueName: "folder"))
  var output: String

  @Flag(help: "Replaces an earlier export in the folder.")
  var overwrite = false

  func validate() throws {
    guard format != .conversational || !filter.transcripts else {
      throw ValidationError("--transcripts makes texts and --format conversational turns")
    }
  }

  func run() throws {
    let target = URL(fileURLWithPath: output)
    try refuseOther(target)
    let report = try store.export(format, filter.filter, to: target)
    report.show()
    guard let file = report.manifest.files.first?.name else { return }
    print(
      "Next: rlhf \(format.trainer) --model MODEL --data \(displayed(target.appendingPathComponent(file)))"
        + " --output FOLDER")
  }

  /// Refuses a folder that is there, unless it is an earlier export that may be replaced.
  private func refuseOther(_ folder: URL) throws {
    if !overwrite { try refuseExisting(folder) }
    let files = FileManager.default
    let manifest = folder.appendingPathComponent("manifest.json")
    guard files.fileExists(atPath: folder.path), !files.fileExists(atPath: manifest.path) else {
      return
    }
    throw RefusedInput(
      "\(displayed(folder)) holds no earlier export, so it is not overwritten; take another folder")
  }
}

extension StoreArgument {
  /// Exports the store, and notes that in it; beside a running server only the manifest tells.
  func export(
    _ format: ExportFormat, _ filter: ExportFilter, to folder: URL
  ) throws -> ExportReport {
    let store: SQLiteStore
    do {
      store = try SQLiteStore.open(at: self.folder, access: .exclusive)
    } catch FeedbackError.storeLocked {
      note("The store is in use, so it does not note this export; manifest.json does.")
      return try Exporter(openedToRead()).export(format, filter, to: folder)
    }
    return try Exporter(store).export(format, filter, to: folder, recordedBy: nil, at: .now())
  }
}

extension ExportReport {
  /// Says what was written, and what was left out.
  func show() {
    for file in manifest.files {
      print(
        "\(displayed(folder.appendingPathComponent(file.name))): "
          + "\(counted(file.rowCount, "row")) of \(counted(file.groupCount, "judgement")) on "
          + counted(file.promptCount, "prompt"))
    }
    for exclusion in manifest.exclusions {
      note("  left out \(exclusion.count): \(exclusion.reason.sentence)")
    }
  }
}

extension ExportFormat {
  /// The command that learns from it.
  fileprivate var trainer: String {
    switch self {
    case .rankings, .edits: "reward"
    case .standard, .conversational: "dpo"
    case .sft: "sft"
    case .unpaired: "kto"
    }
  }
}
