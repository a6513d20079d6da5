import ArgumentParser
import Feedback
import Foundation

/// `rlhf label candidates`: lets a model complete the prompts of a store.
struct LabelCandidatesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "candidates", abstract: "Lets a model write completions, and makes tasks of them.",
    discussion: """
      Prompts with fewer than --count completions get different ones, drawn from the model; each \
      is kept with the hash of the checkpoint, how it was sampled, and a seed with which `rlhf \
      generate` makes it again. Stopped on the way, the same command goes on.
      """)

  @OptionGroup var store: StoreArgument

  @Option(help: ArgumentHelp("The model.", valueName: "folder"))
  var model: String

  @Option(help: "Completions of each prompt, 2 to 9.")
  var count = 4

  @Option(help: "Prompts at most; 0 for all.")
  var limit = 0

  @Option(help: "Completions that are written together.")
  var batchSize = 32

  @Option(help: "ranking, pair or rating.")
  var kind = LabelingTask.Kind.ranking

  @Option(help: "How many labelers judge each task.")
  var overlap = 1

  @Flag(help: "Makes no tasks: rlhf label next chooses among the prompts.")
  var noTasks = false

  @OptionGroup var sampling: SamplingOptions

  func validate() throws {
    guard (2...9).contains(count) else {
      throw ValidationError("--count is \(count) and must be from 2 to 9")
    }
    for (name, value, least) in [
      ("--limit", limit, 0), ("--batch-size", batchSize, 1), ("--overlap", overlap, 1),
    ] where value < least {
      throw ValidationError("\(name) is \(value) and must be at least \(least)")
    }
    guard [.ranking, .pair, .rating].contains(kind), kind != .pair || count == 2 else {
      throw ValidationError(
        "--kind is \(kind.rawValue) and must be ranking, rating, or pair with --count 2")
    }
    guard sampling.temperature > 0 else {
      throw ValidationError("--temperature 0 writes the same completion each time; take 0.7 to 1")
    }
  }

  func run() throws {
    let settings = try sampling.configuration()
    let opened = try store.opened()
    let prompts = try opened.read { try $0.promptsWithoutTask(of: kind) }
    let some = limit > 0 ? Array(prompts.prefix(limit)) : prompts
    guard !some.isEmpty else {
      throw RefusedInput(
        "every prompt of \(displayed(store.folder)) has its \(kind.rawValue) task; import more "
          + "prompts with `rlhf label import`")
    }
    let writer = try CandidateWriter(
      URL(fileURLWithPath: model), settings, device: sampling.device)
    let order = Candidates.Order(count: count, seed: sampling.seed, batchSize: batchSize)
    var candidates = try Candidates(opened, some, writer, order)
    candidates.show(try candidates.write())
    guard !noTasks else {
      return print("Next: rlhf label scores \(displayed(store.folder)) --reward-model REWARD")
    }
    let made = try Importer(store: opened).makeTasks(
      kind: kind, overlap: overlap, purpose: "candidates of \(writer.name)",
      from: some.map { TaskProposal(promptID: $0.id) })
    print("\(counted(made.taskCount, "task")) made")
    if made.waitingCount > 0 { note("  \(made.waitingCount) prompts have too few completions") }
    print("Next: rlhf label serve \(displayed(store.folder))")
  }
}

extension Candidates {
  /// Says what was written.
  func show(_ report: Report) {
    print("\(counted(report.newCount, "completion")) written")
    for (count, what) in [
      (report.wastedCount, "draws repeated a completion or were empty"),
      (report.shortCount, "prompts have fewer different completions than asked for"),
      (report.identityLeakCount, "completions say which model wrote them, and are not shown"),
    ] where count > 0 { note("  \(count) \(what)") }
    for (prompt, reason) in report.refused.prefix(3) { note("  prompt \(prompt): \(reason)") }
    if report.refused.count > 3 { note("  and \(report.refused.count - 3) more like it") }
  }
}
