import Batches
import Datasets
import Foundation
import Generation
import Models
import Runs
import Scoring
import Tokenizers
import Training

/// The prompts on which a policy is measured all along, and who judges there.
///
/// The draws are the same in every round: what changes is the policy.
struct GoldSet {
  let keys: GoldKeys
  private let prompts: [TokenizedPrompt]
  private let policy: LanguageModel
  private let reference: LanguageModel?
  private let reward: (any Reward)?
  private let judge: Judge?
  private let sampling: SamplingConfiguration
  private let rowsPerPass: Int
  private let seed: UInt64
  private let tokenizer: Tokenizer

  /// Opens the judge and the prompts; nil where the recipe asks for no rounds.
  ///
  /// - Parameters:
  ///   - heldOut: The rows to measure on where the recipe names no prompts.
  ///   - reward: What is learned from; nil where that gives no scores.
  init?(
    _ keys: GoldKeys, _ ground: Groundwork, heldOut: [TokenizedPrompt], policy: LanguageModel,
    reference: LanguageModel?, reward: (any Reward)?, sampling: SamplingConfiguration,
    rowsPerPass: Int
  ) throws {
    guard keys.isOn else { return nil }
    self.keys = keys
    let all =
      try keys.prompts.isEmpty
      ? heldOut : ground.prompts(in: keys.prompts, leavingRoomFor: sampling.maximumNewTokens)
    prompts = Array(all.prefix(keys.size))
    guard !prompts.isEmpty else {
      throw ConfigurationError(
        "gold.prompts is not given and no rows are held out: give a file of prompts, or "
          + "held_out_fraction more than 0")
    }
    judge =
      try keys.hasJudge
      ? Judge(
        model: keys.rewardModel.isEmpty ? nil : keys.rewardModel,
        command: keys.rewardCommand.isEmpty ? nil : keys.rewardCommand,
        device: ground.settings.device, batchSize: rowsPerPass) : nil
    (self.policy, self.reference, self.reward) = (policy, reference, reward)
    (self.sampling, self.rowsPerPass) = (sampling, rowsPerPass)
    seed = derivedSeed(ground.settings.seed, "gold set")
    tokenizer = ground.tokenizer
  }

  /// Lets the policy as it is now continue every prompt, and asks everyone what they think.
  func round(after step: Int) throws -> GoldRound {
    let count = keys.completionsPerPrompt
    let episodes = try policy.episodes(
      after: prompts.flatMap { Array(repeating: $0, count: count) }, sampling, seed: seed,
      tokenizer, rowsPerPass: rowsPerPass)
    return GoldRound(
      step: step, completionsPerPrompt: count, episodes: episodes,
      rewards: try reward?.scores(of: episodes), gold: try judge?.scores(of: episodes),
      divergences: reference.map {
        policy.divergences(of: episodes.map(\.sequence), from: $0, rowsPerPass: rowsPerPass)
      })
  }
}

extension Groundwork {
  /// Reads the prompts of a file beside the one that is learned from.
  func prompts(in path: String, leavingRoomFor newTokens: Int) throws -> [TokenizedPrompt] {
    let policy: BadRowPolicy = settings.skipBadRows ? .skip : .refuse
    let loaded = try readPrompts(from: URL(fileURLWithPath: path), badRows: policy)
    return try SequenceTokenizer(tokenizer, maximumLength: maximumLength - newTokens + 1)
      .prompts(loaded.rows, badRows: policy).rows
  }
}
