import ArgumentParser
import Auditing
import Datasets
import Foundation
import Runs

/// `rlhf audit`: looks for what is wrong with preference data.
struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Looks for what is wrong with preference data.",
    discussion: """
      Reads comparisons or rankings as JSON lines (.jsonl, .jsonl.gz), all files as one body of \
      data, and reports repetition, leaks, contradictions, biases, personal data and more, with \
      the rows where they are. Nothing is changed. With --strict, errors end it with status 1.

      With --agreed, judgements of the same pairs by several labelers are put together into one \
      row each, with the probability that the better one truly is: rlhf reward learns from it.
      """)

  @Argument(help: ArgumentHelp("Comparisons or rankings.", valueName: "file"))
  var files: [String]

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Evaluation sets whose prompts must not be in the data.", valueName: "file"))
  var against: [String] = []

  @Option(help: ArgumentHelp("Where to write the report as JSON.", valueName: "file"))
  var json: String?

  @Option(
    help: ArgumentHelp(
      "Where to write one comparison for each pair, with a probability.", valueName: "file"))
  var agreed: String?

  @Flag(help: "Ends with status 1 if there are errors.")
  var strict = false

  @Option(help: ArgumentHelp("Examples of each finding.", valueName: "count"))
  var limitExamples = 5

  @Flag(help: "Takes rows that cannot be understood for a warning.")
  var skipBadRows = false

  @Option(help: ArgumentHelp("Words of a prompt with a completion at most.", valueName: "count"))
  var maximumWords: Int?

  @Option(
    help: ArgumentHelp(
      "Tokens of a completion at most, where the rows say how many.", valueName: "count"))
  var maximumTokens: Int?

  func validate() throws {
    guard !files.isEmpty else { throw ValidationError("give at least one file") }
    for (name, value, least) in [
      ("--limit-examples", limitExamples, 0), ("--maximum-words", maximumWords ?? 1, 1),
      ("--maximum-tokens", maximumTokens ?? 1, 1),
    ] where value < least {
      throw ValidationError("\(name) is \(value) and must be at least \(least)")
    }
  }

  func run() throws {
    let settings = AuditSettings(
      exampleLimit: limitExamples, maximumTokens: maximumTokens, maximumWords: maximumWords,
      skipsBadRows: skipBadRows)
    let report = try auditReport(
      of: files.map { URL(fileURLWithPath: $0) }, against: against.map { URL(fileURLWithPath: $0) },
      settings: settings)
    if let json { try writeAtomically(report.json(), to: URL(fileURLWithPath: json)) }
    print(report.text(), terminator: "")
    if let agreed { try writeAgreed(to: URL(fileURLWithPath: agreed)) }
    if strict, report.worst == .error { throw ExitCode(1) }
  }

  /// Weighs each labeler by how often they agree with the others; of rankings the pairs count.
  private func writeAgreed(to file: URL) throws {
    let policy: BadRowPolicy = skipBadRows ? .skip : .refuse
    let rows = try files.flatMap {
      try readComparisons(from: URL(fileURLWithPath: $0), badRows: policy).rows
    }
    let agreed = agreedComparisons(of: rows).map { found in
      var row = found.comparison
      row.probability = found.probability
      return row
    }
    try writeJSONLines(agreed, to: file)
    let counts = "\(counted(agreed.count, "pair")) of \(counted(rows.count, "judgement"))"
    print("\(counts): \(displayed(file))")
  }
}
