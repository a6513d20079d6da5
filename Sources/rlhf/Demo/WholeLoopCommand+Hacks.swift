import ArgumentParser
import Foundation
import Runs

extension WholeLoopCommand {
  /// Trains the trials that are missing, and says what the diagnosis makes of all.
  func measureHacks() throws {
    var settings = quick ? HackSettings.quick : HackSettings()
    settings.demo.seed = seed
    let folder = URL(fileURLWithPath: output ?? "runs/hacks")
    Interruption.install()
    let trials = trial.isEmpty ? HackTrial.allCases : trial.compactMap(HackTrial.init)
    do {
      let folders = try HackMeasurement(settings: settings, folder: folder)
        .train(seedCount: seeds ?? 5, trials: trials)
      try HackFindings(outcomes: folders.map(HackOutcome.init)).publish(in: folder)
    } catch {
      if let status = Interruption.exitStatus {
        note(sentence(about: error))
        throw ExitCode(status)
      }
      throw error
    }
  }

  /// Puts the finished trials of several folders into one table.
  func summarizeHacks() throws {
    let folders = try summarize.flatMap { try finishedTrials(in: URL(fileURLWithPath: $0)) }
    try HackFindings(outcomes: folders.map(HackOutcome.init))
      .publish(in: URL(fileURLWithPath: output ?? summarize[0]))
  }
}

extension HackTrial {
  /// The names of all, for people.
  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
