import ArgumentParser
import Feedback
import Foundation

/// `rlhf label next`: chooses what is worth labeling next.
struct LabelNextCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "next", abstract: "Chooses what to label next by where reward models disagree.",
    discussion: """
      Of the prompts that have completions and no task, those are taken about which the scored \
      reward models disagree most, and a share at random, so that nothing is out of reach. The \
      probability with which each was chosen is kept with its task. Without two reward models all \
      are chosen at random.
      """)

  @OptionGroup var store: StoreArgument

  @Option(help: "How many tasks to make.")
  var count = 100

  @Option(help: "ranking, pair or rating.")
  var kind = LabelingTask.Kind.ranking

  @Option(help: "How many labelers judge each task.")
  var overlap = 1

  @Option(help: "The share that is drawn at random.")
  var random = 0.2

  @Option(help: "What the draws follow from.")
  var seed: UInt64 = 42

  func validate() throws {
    for (name, value) in [("--count", count), ("--overlap", overlap)] where value < 1 {
      throw ValidationError("\(name) is \(value) and must be at least 1")
    }
    guard (0...1).contains(random) else {
      throw ValidationError("--random is \(random) and must be from 0 to 1")
    }
  }

  func run() throws {
    let selector = TaskSelector(randomShare: random, seed: seed)
    let tasks = try store.opened().write { writer in
      try selector.addTasks(
        count, kind: kind, overlap: overlap, purpose: "next \(count)", writer, at: .now())
    }
    guard !tasks.isEmpty else {
      throw RefusedInput(
        "every prompt of \(displayed(store.folder)) with completions has its \(kind.rawValue) task; "
          + "bring in more with `rlhf label import` and `rlhf label candidates --no-tasks`")
    }
    let certain = tasks.count { $0.selectionProbability == 1 }
    print(
      "\(counted(tasks.count, "task")) made, \(certain) of them chosen in any case, "
        + "\(tasks.count - certain) drawn at random")
    print("Next: rlhf label serve \(displayed(store.folder))")
  }
}
