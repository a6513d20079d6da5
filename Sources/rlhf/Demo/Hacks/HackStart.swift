import Batches
import Datasets
import DemoWorld
import Foundation
import Models
import Runs
import Tokenizers
import Torch
import Training

/// What all trials of one seed start from: an SFT model, and reward models good and bad.
struct HackStart {
  let stages: DemoStages
  let sft: LanguageModel
  /// The ordinary reward model.
  let reward: ScalarModel
  /// That of the noisy labelers.
  let noisy: ScalarModel
  /// That of few rankings.
  let undertrained: ScalarModel

  /// Takes the models from the folder of a seed, or makes them and leaves them there.
  init(_ settings: HackSettings, in folder: URL) throws {
    stages = try DemoStages(settings.demo) { stage, stepCount in
      progressJournal("seed \(settings.demo.seed), \(stage)", stepCount)
    }
    let places = HackStart.places(in: folder)
    if places.allSatisfy({ FileManager.default.fileExists(atPath: $0.path) }) {
      sft = try LanguageModel(folder: places[0])
      reward = try ScalarModel(folder: places[1])
      noisy = try ScalarModel(folder: places[2])
      undertrained = try ScalarModel(folder: places[3])
      return
    }
    let stages = stages
    sft = try stages.sft(stages.base())
    let rankings = try stages.rankings(sft)
    reward = try stages.rewardModel(sft, rankings)
    noisy = try stages.rewardModel(sft, stages.judgedAgain(rankings, settings))
    undertrained = try stages.rewardModel(
      sft, Array(rankings.prefix(settings.fewRankings)), passes: settings.passesOverFew)
    try stages.keep(sft.save, at: places[0])
    for (model, place) in zip([reward, noisy, undertrained], places.dropFirst()) {
      try stages.keep(model.save, at: place)
    }
  }

  private static func places(in folder: URL) -> [URL] {
    ["sft", "reward", "reward-noisy", "reward-undertrained"].map {
      folder.appendingPathComponent("models/\($0)")
    }
  }
}

extension DemoStages {
  /// Has some of the tasks ranked anew by labelers who err more.
  fileprivate func judgedAgain(_ rankings: [Ranking], _ settings: HackSettings) -> [Ranking] {
    let tasks = rankings.prefix(settings.noisyRankings)
    return world.rankings(
      of: tasks.map { $0.completions.map(\.transcript) },
      for: tasks.map(\.prompt.transcript),
      by: settings.noisyPanel)
  }

  fileprivate func rewardModel(
    _ sft: LanguageModel, _ rankings: [Ranking], passes: Int
  ) throws -> ScalarModel {
    var settings = settings
    settings.reward.optimization.epochs = passes
    return try DemoStages(self, settings).rewardModel(sft, rankings)
  }

  fileprivate func keep(_ save: (URL, Int) throws -> Void, at folder: URL) throws {
    try FileManager.default.createDirectory(
      at: folder.deletingLastPathComponent(), withIntermediateDirectories: true)
    try replaceFolderAtomically(at: folder) { folder in
      try save(folder, 5_000_000_000)
      try tokenizer.save(to: folder)
    }
  }
}

/// A journal with a progress line alone.
func progressJournal(_ label: String, _ stepCount: Int) -> Journal {
  var progress = Runs.Progress(total: stepCount, label: label)
  return Journal(
    record: { _, step in
      progress.advance(to: step, metrics: [])
      if step == stepCount { progress.finish() }
    },
    isInterrupted: { Interruption.isRequested })
}
