import Batches
import Datasets
import DemoWorld
import Foundation
import Models
import Runs
import Scoring
import Tokenizers
import Torch
import Training

/// What all trials of one seed start from: an SFT model, and reward models from noisy comparisons.
///
/// Every model is kept in a folder and opened from there when it is asked for again.
struct NoiseStart {
  let settings: NoiseSettings
  let stages: DemoStages
  let folder: URL

  /// The model that the policies start from.
  func sft() throws -> LanguageModel {
    try kept("sft", { try LanguageModel(folder: $0) }) {
      try stages.sft(stages.base())
    } save: {
      try $0.save(to: $1)
    }
  }

  /// One of the reward models that were trained separately, from other heads and in another order.
  func rewardModel(_ number: Int, _ sft: LanguageModel) throws -> ScalarModel {
    try kept("reward-\(number)", { try ScalarModel(folder: $0) }) {
      try trained(on: sft, number: number, heads: 1)
    } save: {
      try $0.save(to: $1)
    }
  }

  /// Several heads on one trunk, each with comparisons drawn for it.
  func heads(_ sft: LanguageModel) throws -> ScalarModel {
    try kept("reward-heads", { try ScalarModel(folder: $0) }) {
      try trained(on: sft, number: 0, heads: settings.members)
    } save: {
      try $0.save(to: $1)
    }
  }

  /// The mean of the weights of all that were trained separately.
  func warm() throws -> ScalarModel {
    let folders = (1...settings.members).map { folder.appendingPathComponent("reward-\($0)") }
    guard case .scalar(let mean) = try WeightAverage(of: folders) else {
      preconditionFailure("the mean of reward models is no reward model")
    }
    return mean
  }

  private func kept<Model>(
    _ name: String, _ open: (URL) throws -> Model, make: () throws -> Model,
    save: (Model, URL) throws -> Void
  ) throws -> Model {
    let place = folder.appendingPathComponent(name)
    if FileManager.default.fileExists(atPath: place.path) { return try open(place) }
    note("seed \(stages.settings.seed): \(name)")
    let model = try make()
    if Interruption.isRequested { throw RefusedInput("stopped before \(name) was ready") }
    try replaceFolderAtomically(at: place) { folder in
      try save(model, folder)
      try stages.tokenizer.save(to: folder)
    }
    return model
  }

  private func trained(on sft: LanguageModel, number: Int, heads: Int) throws -> ScalarModel {
    let seed = derivedSeed(stages.settings.seed, "reward model \(number)")
    let model = try ScalarModel(
      trunkOf: sft, headGenerator: Generator(seed: derivedSeed(seed, "head")), headCount: heads)
    var configuration = settings.demo.reward
    configuration.heads = heads
    configuration.headRows = heads > 1 ? .bootstrap : .all
    let rankings = try comparisons(sft).map { Ranking($0) }
    let rows = try stages.sequences.rankings(rankings).rows
    try trainRewardModel(
      model, on: rows, configuration, seed: seed,
      recordingIn: stages.journal(
        "reward", configuration.optimization.stepCount(rows: rows.count)))
    try model.normalizeScores(
      by: model.memberRewards(of: rows.flatMap(\.sequences), rowsPerPass: 64))
    return model
  }

  /// Two replies of the SFT model to each prompt, compared by labelers who err, and then by chance
  /// turned round.
  private func comparisons(_ sft: LanguageModel) throws -> [Comparison] {
    var settings = stages.settings
    settings.completionsPerPrompt = 2
    let pairs = try DemoStages(stages, settings).rankings(sft).flatMap(\.comparisons)
    var random = SeededGenerator(seed: derivedSeed(settings.seed, "noise"))
    return pairs.map { pair in
      guard Double(random.next(below: 1_000_000)) < self.settings.noise * 1_000_000 else {
        return pair
      }
      var turned = pair
      (turned.chosen, turned.rejected) = (pair.rejected, pair.chosen)
      return turned
    }
  }
}
