import ArgumentParser
import Feedback
import Foundation
import Runs

/// `rlhf label judge`: lets a reward model or a command judge tasks, as an account of its own.
struct LabelJudgeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "judge", abstract: "Lets a model or a command judge, as one more labeler.",
    discussion: """
      It ranks by score and gets tasks as a person does, so that a task with --overlap 2 is judged \
      by both; compare them on the page /findings. Its judgements are marked as a machine's, and \
      are exported only with --include-machines.
      """)

  @OptionGroup var store: StoreArgument

  @Option(help: ArgumentHelp("A reward model.", valueName: "folder"))
  var rewardModel: String?

  @Option(help: ArgumentHelp("A shell command that scores, as for rlhf ppo.", valueName: "command"))
  var rewardCommand: String?

  @Option(help: "The account's name; it is made if it is not there.")
  var name = "machine"

  @Option(help: "Tasks at most; 0 for all.")
  var limit = 0

  @Option(help: "cpu, cuda, cuda:1, mps, or auto.")
  var device = "auto"

  func validate() throws {
    guard (rewardModel == nil) != (rewardCommand == nil) else {
      throw ValidationError("give a judge, either --reward-model or --reward-command")
    }
    guard limit >= 0 else { throw ValidationError("--limit is \(limit) and must be at least 0") }
  }

  func run() throws {
    let opened = try store.opened()
    let scorer =
      try rewardModel.map {
        try CompletionScorer(model: URL(fileURLWithPath: $0), device: device, batchSize: 9)
      } ?? CompletionScorer(command: rewardCommand ?? "")
    let judge = try MachineLabeler(
      opened, scorer, handle: name, kind: rewardModel == nil ? .rule : .model)
    Interruption.install()
    let count = try judge.judge(limit: limit > 0 ? limit : .max) { Interruption.isRequested }
    print("\(counted(count, "task")) judged as ‘\(name)’")
    if let status = Interruption.exitStatus { throw ExitCode(status) }
  }
}
