import ArgumentParser
import Evaluation
import Foundation

/// `rlhf evaluate`: measures a model on rows that it did not learn from.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Measures a model on rows that it did not learn from.",
    discussion: """
      One of three: --model M --data DEMONSTRATIONS gives loss, perplexity and accuracy; \
      --reward-model R --data COMPARISONS gives how often R agrees with the labelers, whether it is \
      right as often as it is sure, and where it errs; \
      --model A --against B --prompts P with a judge gives how often A is preferred to B.
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

  @Option(help: ArgumentHelp("A reward model that judges.", valueName: "folder"))
  var judge: String?

  @Option(help: ArgumentHelp("A shell command that judges.", valueName: "command"))
  var judgeCommand: String?

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
    if reportFile != nil, rewardModel == nil {
      throw ValidationError("--report goes with --reward-model")
    }
    if against != nil {
      guard model != nil, prompts != nil, (judge == nil) != (judgeCommand == nil) else {
        throw ValidationError(
          "--against needs --model, --prompts, and either --judge or --judge-command")
      }
    } else {
      guard (model == nil) != (rewardModel == nil), data != nil else {
        throw ValidationError("give --data with either --model or --reward-model")
      }
    }
  }

  func run() throws {
    if against == nil, let rewardModel, let data {
      try showAgreement(of: rewardModel, on: data)
      return
    }
    let findings: [Finding] =
      if let model, let against, let prompts {
        try Contest(self, prompts: prompts).findings(of: model, against: against)
      } else if let model, let data {
        try foresight(of: model, on: data)
      } else { [] }
    try Finding.show(findings, asJSON: json)
  }
}
