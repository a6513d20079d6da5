import ArgumentParser
import Batches
import Datasets
import Evaluation
import Foundation
import Generation
import Models
import Runs
import Scoring

/// `rlhf best-of`: writes the best of several completions of each prompt.
struct BestOfCommand: ParsableCommand {
  /// How a completion is compared with the right answer.
  enum Answer: String, ExpressibleByArgument, CaseIterable {
    case exact
    case lastNumber = "last-number"
  }

  /// What a line of the output is.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case demonstrations, comparisons, rankings
  }

  static let configuration = CommandConfiguration(
    commandName: "best-of", abstract: "Writes the best of several completions of each prompt.",
    discussion: """
      The baseline that every method of reinforcement learning should beat, and rejection \
      sampling: demonstrations of the best completions for `rlhf sft`, comparisons of best with \
      worst for `rlhf dpo` and `rlhf reward`, or rankings of all. The judge is a reward model, a \
      command as in `rlhf grpo`, or an answer in a column of the prompt's row. Each completion is \
      drawn from a seed of its own, whatever goes together. The file is written at the end, whole. \
      With a gold judge, which does not choose, it also says what the best of each count is worth \
      to that one; --curve keeps it for `rlhf frontier`.
      """)

  @Option(help: ArgumentHelp("The model.", valueName: "folder"))
  var model: String

  @Option(help: ArgumentHelp("Prompts: .jsonl or .jsonl.gz.", valueName: "file"))
  var data: String

  @Option(help: ArgumentHelp("A reward model that judges.", valueName: "folder"))
  var rewardModel: String?

  @Option(help: ArgumentHelp("A shell command that judges.", valueName: "command"))
  var rewardCommand: String?

  @Option(help: "Compares with a column: exact or last-number.")
  var answer: Answer?

  @Option(help: ArgumentHelp("The column with the right answer.", valueName: "name"))
  var column = "answer"

  @Option(
    help: ArgumentHelp("A reward model that tells what the best is worth.", valueName: "folder"))
  var goldModel: String?

  @Option(help: ArgumentHelp("A shell command that tells it instead.", valueName: "command"))
  var goldCommand: String?

  @Option(help: ArgumentHelp("Where the scores of the best of 1, 2, 3 … go.", valueName: "file"))
  var curve: String?

  @Option(name: .customShort("n"), help: "Completions of each prompt.")
  var count = 16

  @Option(help: ArgumentHelp("Where the rows go.", valueName: "file"))
  var output: String

  @Option(help: "demonstrations, comparisons or rankings.")
  var format = Format.demonstrations

  @Option(help: "Leaves out prompts whose best completion scores less.")
  var leastScore: Double?

  @Option(help: "Prompts at most; 0 for all.")
  var limit = 0

  @Option(help: "Completions that are written together.")
  var batchSize = 32

  @Flag(help: "Leaves out prompts that cannot be used.")
  var skipBadRows = false

  @Flag(help: "Replaces the output file.")
  var overwrite = false

  @OptionGroup var options: SamplingOptions

  func validate() throws {
    for (name, value, least) in [
      ("-n", count, 1), ("--limit", limit, 0), ("--batch-size", batchSize, 1),
    ] where value < least {
      throw ValidationError("\(name) is \(value) and must be at least \(least)")
    }
    guard count > 1 || format == .demonstrations else {
      throw ValidationError("-n is 1, and \(format.rawValue) need two completions at least")
    }
    guard [rewardModel != nil, rewardCommand != nil, answer != nil].count(where: \.self) == 1 else {
      throw ValidationError("give one judge: --reward-model, --reward-command or --answer")
    }
    guard goldModel == nil || goldCommand == nil else {
      throw ValidationError("--gold-model and --gold-command exclude each other")
    }
    guard options.temperature > 0 || count == 1 else {
      throw ValidationError("--temperature 0 writes the same completion each time; take 0.7 to 1")
    }
  }

  func run() throws {
    let target = URL(fileURLWithPath: output)
    let curveFile = curve.map { URL(fileURLWithPath: $0) }
    if !overwrite {
      try refuseExisting(target)
      if let curveFile { try refuseExisting(curveFile) }
    }
    let sampling = try options.configuration()
    let open = try OpenModel(folder: URL(fileURLWithPath: model), device: options.device)
    let prompts = try readTokenizedPrompts(open)
    let judge = try openJudge(prompts)
    let gold = try openGoldJudge()
    let ranked = try RejectionSampling(
      open: open, judge: judge, sampling: sampling, count: count, seed: options.seed,
      batchSize: batchSize
    ).ranked(prompts)
    let kept = ranked.filter { $0.scores[0] >= leastScore ?? -.infinity }
    let rowCount = try write(kept, to: target)
    let curve = try BestOfCurve(
      ranked, of: displayed(URL(fileURLWithPath: model)), chosenBy: judge, worthTo: gold,
      batchSize: batchSize)
    BestOfReport(curve).show()
    if let curveFile {
      try curve.write(to: curveFile)
      print(
        "The curve is in \(displayed(curveFile)); see it beside runs with rlhf frontier --best-of")
    }
    print(
      "\(counted(rowCount, "row")) of \(counted(prompts.count, "prompt")) written to "
        + "\(displayed(target))")
    print("Next: \(next(displayed(target)))")
  }

  private func readTokenizedPrompts(_ open: OpenModel) throws -> [TokenizedPrompt] {
    let policy: BadRowPolicy = skipBadRows ? .skip : .refuse
    let read = try readPrompts(from: URL(fileURLWithPath: data), badRows: policy)
    let some = limit > 0 ? Array(read.rows.prefix(limit)) : read.rows
    let tokenized = try open.sequences.prompts(some, badRows: policy)
    for row in read.skipped + tokenized.skipped { note("skipped: \(row.report)") }
    guard !tokenized.rows.isEmpty else {
      throw RefusedInput("\(data) has no prompts; check the file")
    }
    return tokenized.rows
  }

  private func openJudge(_ prompts: [TokenizedPrompt]) throws -> Judge {
    guard let answer else {
      return try Judge(
        model: rewardModel, command: rewardCommand, device: options.device, batchSize: batchSize)
    }
    let reward = AnswerReward(answer == .exact ? .exact : .lastNumber, column: column)
    try reward.check(prompts.map(\.prompt))
    return Judge("the column ‘\(column)’", reward)
  }

  private func openGoldJudge() throws -> Judge? {
    guard goldModel != nil || goldCommand != nil else { return nil }
    return try Judge(
      model: goldModel, command: goldCommand, device: options.device, batchSize: batchSize)
  }

  /// Writes a row for each prompt that gives one, and says how many those are.
  private func write(_ ranked: [RankedEpisodes], to target: URL) throws -> Int {
    switch format {
    case .demonstrations:
      let rows = ranked.compactMap(\.demonstration)
      try writeJSONLines(rows, to: target)
      return rows.count
    case .comparisons:
      let rows = ranked.compactMap(\.comparison)
      try writeJSONLines(rows, to: target)
      return rows.count
    case .rankings:
      let rows = ranked.compactMap(\.ranking)
      try writeJSONLines(rows, to: target)
      return rows.count
    }
  }

  private func next(_ path: String) -> String {
    switch format {
    case .demonstrations: "rlhf sft --model \(model) --data \(path) --output FOLDER"
    case .comparisons: "rlhf dpo --model \(model) --data \(path) --output FOLDER"
    case .rankings: "rlhf reward --model \(model) --data \(path) --output FOLDER"
    }
  }
}
