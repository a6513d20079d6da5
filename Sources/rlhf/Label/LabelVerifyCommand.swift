import ArgumentParser
import Feedback
import Foundation

/// `rlhf label verify`: looks whether a store is whole.
struct LabelVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Looks whether a store is whole; status 1 if not.",
    discussion: """
      Reads every page of the file, follows the chain of events, which shows whether anything was \
      changed or taken out behind the program's back, and checks what must always hold, such as \
      that no task has more judgements than it asks for.
      """)

  @OptionGroup var store: StoreArgument

  func run() throws {
    let report = try store.openedToRead().verify()
    guard report.isWhole else {
      for problem in report.problems { note("  \(problem)") }
      if let broken = report.chain.firstBreak { note("  event \(broken.event): \(broken.reason)") }
      throw RefusedInput(
        "\(displayed(store.folder)) is not whole; keep a copy of it, and bring back a backup with "
          + "`rlhf label restore`")
    }
    print("All is well: \(counted(report.chain.eventCount, "event")).")
    print("The chain ends with \(report.chain.tip)")
  }
}
