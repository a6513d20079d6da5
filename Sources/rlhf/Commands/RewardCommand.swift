import ArgumentParser
import Batches
import Datasets
import Foundation
import Models
import NeuralNetworks
import Runs
import Torch
import Training

/// `rlhf reward`: trains a reward model on comparisons, rankings or steps.
struct RewardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reward", abstract: "Trains a reward model on comparisons or rankings.",
    discussion: """
      Rows: {"prompt": …, "chosen": …, "rejected": …}, transcripts that begin alike, or \
      {"prompt": …, "completions": […], "ranks": […]}. Rows with the same "group_id" are one \
      judgement: its pairs stay in one batch and together weigh as one row. The model is a \
      language model, which gets new heads, or a reward model.

      With reward.objective=stepwise, rows are {"prompt": …, "completions": ["step", …], \
      "labels": [true, …]}, and each step is judged.
      """)

  @OptionGroup var options: TrainingOptions

  func run() throws {
    let recipe = try options.configured(RewardKeys.self)
    let (common, own) = (recipe.value.common, recipe.value.own)
    let ground = try Groundwork(recipe.value)
    try ground.refuseWithoutMemory(recipe.value)
    let headGenerator = Generator(
      seed: derivedSeed(common.seed, "reward head"), on: ground.device)
    try ground.refuseAdapters()
    try own.refuseUnkeptHeads(with: common)
    let model = try ground.trainable(
      ground.scalarModel(
        common.model, called: "the model", headGenerator: headGenerator,
        headCount: own.reward.trainedHeadCount),
      from: common.model, "reward model")
    let training = RewardTraining(recipe: recipe, options: options, ground: ground, model: model)
    try own.reward.objective == .stepwise ? training.onSteps() : training.onRankings()
  }
}

/// The keys of the recipe of `rlhf reward`.
struct RewardKeys: AlgorithmKeys {
  /// The demonstrations whose completions rewards are normalized on; empty for the held-out rows.
  var normalizationData = ""
  /// How the reward model learns.
  var reward = RewardModelConfiguration()

  var optimization: OptimizationConfiguration { reward.optimization }

  /// The file that the run reads beside the model's and the rows.
  var inputs: [String] { [normalizationData].filter { !$0.isEmpty } }

  func validate() throws {
    try inSection("reward", reward.validate)
    guard normalizationData.isEmpty || reward.normalization != .none else {
      throw ConfigurationError(
        "normalization_data is \(normalizationData) and reward.normalization is none; leave it out, or "
          + "normalize")
    }
  }

  /// Whether a folder with adapters can keep the model.
  var isPlain: Bool {
    reward.trainedHeadCount == 1 && reward.normalization == .none && reward.objective != .stepwise
  }

  /// Refuses what a folder with adapters cannot keep.
  fileprivate func refuseUnkeptHeads(with common: CommonSettings) throws {
    guard !common.lora.quantizesBase else {
      throw ConfigurationError(
        "lora.quantizes_base is true and has no effect on a reward model, whose weights stay "
          + "whole; set it to false")
    }
    guard common.lora.rank == 0 || isPlain else {
      throw ConfigurationError(
        "lora.rank is \(common.lora.rank), and a folder with adapters keeps one head without "
          + "normalization or steps; set lora.rank to 0, or leave reward.heads, length_debiasing, "
          + "normalization and objective as they are")
    }
  }
}
