import ArgumentParser
import Evaluation
import Foundation

/// `rlhf evaluate`: measures a model on rows that it did not learn from.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Measures a model on rows that it did not learn from.",
    discussion: """
      --model M --data DEMONSTRATIONS gives loss, perplexity and accuracy; with --against B also how \
      much M forgot or learned since B.
      --reward-model R --data COMPARISONS gives how often R agrees with the labelers, whether it is \
      right as often as it is sure, and where it errs.
      --model A --against B --prompts P with a judge gives how often A is preferred to B. A judge \
      that compares two is asked in both orders, and what flips with the order is a tie. People \
      judge with --ask-people STORE; --people STORE reads what they said.
      """)

  @Option(help: ArgumentHelp("A language model.", valueName: "folder"))
  var model: String?

  @Option(help: ArgumentHelp("A reward model.", valueName: "folder"))
  var rewardModel: String?

  @Option(help: ArgumentHelp("Demonstrations or comparisons.", valueName: "file"))
  var data: String?

  @Option(help: ArgumentHelp("The model to compare with.", valueName: "folder"))
  var against: String?

  @Option(help: ArgumentHelp("Prompts that both models continue.", valueName: "file"))
  var prompts: String?

  @OptionGroup var judges: JudgeOptions

  @OptionGroup var contest: ContestOptions

  @Option(help: "Completions of each prompt and model.")
  var count = 1

  @Option(help: "Rows at most; 0 for all.")
  var limit = 0

  @Option(help: "Rows of one forward pass.")
  var batchSize = 16

  @Flag(help: "Leaves out rows that cannot be used.")
  var skipBadRows = false

  @Flag(help: "Prints one JSON object instead of a table.")
  var json = false

  @Option(
    name: .customLong("report"),
    help: ArgumentHelp("With --reward-model: a page with the curves to write.", valueName: "file"))
  var reportFile: String?

  @OptionGroup var options: SamplingOptions

  func validate() throws {
    for (name, value, least) in [
      ("--count", count, 1), ("--limit", limit, 0), ("--batch-size", batchSize, 1),
    ] where value < least {
      throw ValidationError("\(name) is \(value) and must be at least \(least)")
    }
    _ = try question()
  }

  func run() throws {
    switch try question() {
    case .rewardModel(let folder, let file): try showAgreement(of: folder, on: file)
    case .likelihood(let folder, let file):
      try Finding.show(foresight(of: folder, on: file), asJSON: json)
    case .forgetting(let folder, let other, let file):
      try Finding.show(forgetting(of: folder, since: other, on: file), asJSON: json)
    case .contest(let first, let second, let file):
      try Finding.show(preference(for: first, against: second, on: file), asJSON: json)
    case .asking(let first, let second, let file, let store):
      try askPeople(about: first, against: second, on: file, in: store)
    case .people(let store): try Finding.show(peoplesPreference(in: store), asJSON: json)
    }
  }
}
