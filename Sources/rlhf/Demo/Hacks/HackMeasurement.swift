import Foundation
import Runs

/// Trains the trials of several seeds, each in a folder of its own, and leaves alone those that have
/// finished.
struct HackMeasurement {
  var settings: HackSettings
  let folder: URL

  /// Trains what is missing.
  ///
  /// - Returns: The folders of all trials.
  func train(seedCount: Int, trials: [HackTrial]) throws -> [URL] {
    try (0..<UInt64(seedCount)).flatMap { offset in
      var settings = settings
      settings.demo.seed += offset
      return try train(trials, settings)
    }
  }

  private func train(_ trials: [HackTrial], _ settings: HackSettings) throws -> [URL] {
    let place = folder.appendingPathComponent("seed-\(settings.demo.seed)")
    let folders = trials.map { place.appendingPathComponent($0.rawValue) }
    let missing = zip(trials, folders).filter { !isFinished($0.1) }
    guard !missing.isEmpty else { return folders }
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    let start = try HackStart(settings, in: place)
    for (trial, folder) in missing {
      try HackTraining(trial: trial, start: start, settings: settings, folder: folder).train()
    }
    return folders
  }
}

/// Whether a folder holds a trial that has finished.
private func isFinished(_ folder: URL) -> Bool {
  FileManager.default.fileExists(
    atPath: folder.appendingPathComponent(HackTrialRecord.fileName).path)
}

/// The finished trials of some seeds in a folder that a measurement wrote.
func finishedTrials(in folder: URL) throws -> [URL] {
  let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
  let found = names.filter { $0.hasPrefix("seed-") }.sorted().flatMap { name in
    HackTrial.allCases.map { folder.appendingPathComponent("\(name)/\($0.rawValue)") }
  }.filter(isFinished)
  guard !found.isEmpty else {
    throw RefusedInput(
      "\(displayed(folder)) holds no finished trial; pass a folder that demo --hacks wrote")
  }
  return found
}
