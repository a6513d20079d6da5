import ArgumentParser
import Evaluation
import Foundation
import HTML
import NeuralNetworks
import Runs
import Training

/// `rlhf demo noise`: what one reward model, and several together, are worth where many labels are
/// wrong.
struct NoiseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "noise",
    abstract: "Tries ensembles of reward models where a quarter of the labels is wrong.",
    discussion: """
      On each seed: an SFT model, comparisons of its replies with a quarter of them turned round, \
      reward models from them, the best of many replies by each, and long runs of PPO. The true score \
      is the demo's rubric. What is there already is not done again, so that a stopped command goes \
      on when it is called again; several may share the seeds.
      """)

  @Option(help: ArgumentHelp("Where everything goes.", valueName: "folder"))
  var output = "runs/noise"

  @Option(help: "The first seed.")
  var seed: UInt64 = 1

  @Option(help: "How many seeds.")
  var seeds = 3

  @Option(help: "Threads of one operation; 0 for as many as there are cores.")
  var threads = 0

  @Flag(help: "A small part of the work: shows the way, and says nothing.")
  var quick = false

  @Flag(help: "Trains nothing; makes the tables of what is there.")
  var summarize = false

  func validate() throws {
    guard seeds > 0 else { throw ValidationError("--seeds is \(seeds) and must be at least 1") }
  }

  func run() throws {
    _ = try openDevice(named: "cpu", threads: threads)
    Interruption.install()
    let settings = quick ? NoiseSettings.quick : NoiseSettings()
    let folder = URL(fileURLWithPath: output)
    let trials = try (0..<UInt64(seeds)).map {
      try NoiseTrials(settings, seed: seed + $0, in: folder)
    }
    if !summarize { for trial in trials { try trial.run() } }
    let findings = NoiseFindings(try trials.map { try $0.results() })
    guard !findings.isEmpty else {
      throw RefusedInput("\(displayed(folder)) has no results yet; leave out --summarize")
    }
    let page = folder.appendingPathComponent("report.html")
    try findings.report.write(to: page)
    for table in findings.tables { print(table.text()) }
    print("The same as a page: \(displayed(page))")
  }
}

/// The sizes of `rlhf demo noise`.
struct NoiseSettings {
  var demo = DemoSettings()
  /// The share of comparisons that are turned round.
  var noise = 0.25
  /// Reward models that are trained separately, and heads on one trunk.
  var members = 4
  /// Prompts on which everything is measured.
  var measuredPromptCount = 100
  /// Replies to each of them, of which the best is taken.
  var bestOf = 256
  /// Rollouts between measurements of a run of PPO.
  var measureEvery = 10
  /// The prices of KL.
  var klCoefficients = [0, 0.01]
  /// λ of `uncertainty_weighted` for the best of n, as in arXiv:2310.02743.
  var bestOfWeight = 0.5
  /// λ of `uncertainty_weighted` for PPO, from there too.
  var ppoWeight = 0.1

  init() {
    demo.reward.optimization.epochs = 3
    demo.reward.normalization = .after
    demo.ppo.optimization.batchSize = 64
    demo.ppo.optimization.maximumSteps = 120
    demo.ppo.optimization.epochs = 3
  }

  /// A small part of the work.
  static var quick: NoiseSettings {
    var settings = NoiseSettings()
    settings.demo = .quick
    settings.demo.ppo.optimization.batchSize = 16
    settings.members = 2
    settings.measuredPromptCount = 12
    settings.bestOf = 8
    settings.measureEvery = 1
    settings.klCoefficients = [0]
    return settings
  }
}
