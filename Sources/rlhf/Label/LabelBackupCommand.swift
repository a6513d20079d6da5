import ArgumentParser
import Feedback
import Foundation

/// `rlhf label backup`: copies a store, also while it is in use.
struct LabelBackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copies a store into one file, also beside a running server.",
    discussion: "The copy is verified before it takes its name.")

  @OptionGroup var store: StoreArgument

  @Option(help: ArgumentHelp("The copy.", valueName: "file"))
  var output: String

  @Flag(help: "Replaces the file.")
  var overwrite = false

  func run() throws {
    let target = URL(fileURLWithPath: output)
    if !overwrite { try refuseExisting(target) }
    let opened = try store.openedToRead()
    let report = try opened.backup(to: target)
    print(
      "\(displayed(target)): \(report.byteCount) bytes, "
        + "\(counted(report.chain.eventCount, "event")), verified")
  }
}

/// `rlhf label restore`: makes a store of a copy.
struct LabelRestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Makes a store of a file that backup wrote.",
    discussion: "The file is verified first. A folder that holds a store is not touched.")

  @Argument(help: ArgumentHelp("The copy.", valueName: "file"))
  var file: String

  @Option(help: ArgumentHelp("The store's new folder.", valueName: "folder"))
  var output: String

  func run() throws {
    let target = URL(fileURLWithPath: output)
    try SQLiteStore.restore(from: URL(fileURLWithPath: file), to: target)
    print("The store is in \(displayed(target)); go on with: rlhf label serve \(displayed(target))")
  }
}
