import ArgumentParser
import DemoWorld
import Evaluation
import Foundation
import HTML
import Models
import Runs
import Tokenizers
import Torch

/// `rlhf demo loop`, or `rlhf demo`: the whole loop on a small world of its own, in minutes.
struct WholeLoopCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "loop", abstract: "The whole loop; what rlhf demo does by itself.",
    discussion: """
      Trains a small model from nothing, then SFT, rankings by simulated labelers, a reward model, \
      PPO and DPO; ends with a table, conversations and a page with the curves. Needs no download \
      and no network. What it made can be used: rlhf chat --model runs/demo/ppo

      With --compare: PPO, RLOO, GRPO, DPO, KTO and the best of 16 replies, on three seeds, side by \
      side in a table with what each costs.

      With --hacks: PPO on rewards that are sound and on rewards that are broken on purpose, on five \
      seeds, and what the diagnosis says of each; finished trials are not made again. \
      --summarize makes the table out of several such folders.
      """)

  @Option(
    help: ArgumentHelp(
      "Where the models, the data and the report go; runs/demo, runs/compare or runs/hacks.",
      valueName: "folder"))
  var output: String?

  @Option(help: "Fixes every text, weight and draw.")
  var seed: UInt64 = 1

  @Flag(help: "A twentieth of the work: shows the way, and learns next to nothing.")
  var quick = false

  @Flag(help: "Sets the methods side by side, on several seeds.")
  var compare = false

  @Flag(help: "Measures the diagnosis on rewards that are sound and on such that are broken.")
  var hacks = false

  @Option(
    help: ArgumentHelp(
      "With --hacks: only these trials (\(HackTrial.names)).", valueName: "name"))
  var trial: [String] = []

  @Option(
    help: ArgumentHelp(
      "Puts what --hacks measured in several folders into one table.", valueName: "folder"))
  var summarize: [String] = []

  @Option(
    help: ArgumentHelp(
      "With --compare (3) or --hacks (5): how many seeds, counted from --seed.",
      valueName: "count"))
  var seeds: Int?

  @Option(help: "Threads of one operation; 0 for as many as there are cores.")
  var threads = 0

  @Flag(help: "Begin again where an earlier demo was.")
  var overwrite = false

  func validate() throws {
    if let seeds, seeds < 1 {
      throw ValidationError("--seeds is \(seeds) and must be at least 1")
    }
    guard !(compare && hacks) else {
      throw ValidationError("--compare and --hacks are two demos; pass one of them")
    }
    if let name = trial.first(where: { HackTrial(rawValue: $0) == nil }) {
      throw ValidationError("--trial \(name) is none of \(HackTrial.names)")
    }
  }

  func run() throws {
    if !summarize.isEmpty { return try summarizeHacks() }
    _ = try openDevice(named: "cpu", threads: threads)
    if hacks { return try measureHacks() }
    var settings = quick ? DemoSettings.quick : DemoSettings()
    settings.seed = seed
    let folder = URL(fileURLWithPath: output ?? (compare ? "runs/compare" : "runs/demo"))
    let run = try Run(
      folder: folder, command: "demo", arguments: Array(CommandLine.arguments.dropFirst(2)),
      configuration: Data("{}".utf8), seed: seed, inputs: InputHashes(of: []),
      versions: ["rlhf": version, "libtorch": libtorchVersion], resuming: false,
      overwriting: overwrite)
    Interruption.install()
    do {
      try compare ? setSideBySide(settings, run, folder) : showTheWay(settings, run, folder)
    } catch {
      try? run.stop(
        Interruption.isRequested ? .interrupted : .failed, because: sentence(about: error))
      if let status = Interruption.exitStatus { throw ExitCode(status) }
      throw error
    }
  }

  private func showTheWay(_ settings: DemoSettings, _ run: Run, _ folder: URL) throws {
    let findings = try DemoRun(settings, in: folder, history: DemoHistory(run)).findings()
    try findings.report.write(to: folder.appendingPathComponent("report.html"))
    try run.finish(findings.summary)
    show(findings, in: folder)
  }

  private func setSideBySide(_ settings: DemoSettings, _ run: Run, _ folder: URL) throws {
    let comparison = DemoComparison(
      settings: settings, seedCount: seeds ?? 3, history: DemoHistory(run))
    let findings = DemoComparisonReport(settings: settings, methods: try comparison.results())
    let page = folder.appendingPathComponent("report.html")
    try findings.report.write(to: page)
    try run.finish(findings.summary)
    print(findings.table.text())
    print("\nThe same as a page: \(displayed(page))")
  }

  private func show(_ findings: DemoFindings, in folder: URL) {
    for conversation in findings.conversations { print(conversation.text() + "\n") }
    print(findings.table.text())
    let seconds = findings.history.durations.reduce(0) { $0 + $1.seconds }
    print(
      """

      \(seconds.formatted(places: 0)) seconds in all. Curves and conversations: \
      \(displayed(folder.appendingPathComponent("report.html")))
      Talk to it: rlhf generate --model \(displayed(folder.appendingPathComponent("ppo"))) \
      --prompt $'User: What colour is snow?\\nAssistant:'
      """)
  }
}
