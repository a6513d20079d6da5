import Batches
import Datasets
import Foundation
import Generation
import Models
import NeuralNetworks
import Objectives
import Scoring
import Tokenizers
import Torch

@testable import Training

/// Likes even ids: a reward that a random policy can learn to raise.
var likesEvenIDs: FunctionReward { FunctionReward { share(of: $0) { $0 % 2 == 0 } } }

/// The share of a completion's ids that are of a kind.
func share(of episode: Episode, where isOfKind: (Int) -> Bool) -> Double {
  let completion = episode.sequence.completion
  return Double(completion.count(where: isOfKind)) / Double(completion.count)
}

/// A byte-level tokenizer: a loop over ids needs one only to show completions as text.
func byteTokenizer() throws -> Tokenizer {
  try BytePairTrainer(vocabularySize: 257, specialTokens: ["<|endoftext|>"]).train(on: ["a"])
}

/// Prompts as ids, always the same.
func somePrompts(_ count: Int) -> [TokenizedPrompt] {
  someSequences(count).map {
    TokenizedPrompt(tokens: Array($0.prompt), prompt: Prompt(.text("p"), source: $0.source))
  }
}

/// PPO on a tiny model and twelve prompts.
struct SmallPPO {
  var configuration = PPOConfiguration.small
  var reward: any Reward = likesEvenIDs
  var cost: (any Reward)?
  var texts: [TokenizedSequence] = []

  /// What came out of a run.
  struct Result {
    let policy: LanguageModel
    let reference: LanguageModel
    let critic: ScalarModel
    let outcome: LoopOutcome
  }

  func train(_ notebook: Notebook = Notebook(), resuming folder: URL? = nil) throws -> Result {
    try train(notebook.journal(from: folder))
  }

  func train(_ journal: Journal) throws -> Result {
    let models = try SmallPPO.models()
    let outcome = try trainPPO(
      models.policy, from: models.reference, critic: models.critic, rewardedBy: reward,
      costing: cost, on: somePrompts(12), mixing: texts, try byteTokenizer(), configuration,
      seed: 5, recordingIn: journal)
    return Result(
      policy: models.policy, reference: models.reference, critic: models.critic, outcome: outcome)
  }

  /// The models that every run starts from.
  static func models() throws -> ActorsAndCritics {
    let policy = try LanguageModel(folder: checkpoint("llama-untied"))
    return ActorsAndCritics(
      policy: policy, reference: try policy.copy(),
      critic: try ScalarModel(folder: checkpoint("llama-reward")))
  }

  /// Everything at once that PPO can be told to do.
  static var everything: SmallPPO {
    var small = SmallPPO()
    small.configuration.criticWarmup = 1
    small.configuration.clipRangeHigh = 0.28
    small.configuration.ratioCap = 1.5
    small.configuration.entropyCoefficient = 0.01
    small.configuration.updateKLLimit = 0.05
    small.configuration.ptxCoefficient = 0.5
    small.configuration.ptxBatchSize = 3
    small.configuration.whitensRewards = true
    small.configuration.klTarget = 2
    small.configuration.klHorizon = 20
    small.configuration.missingEndPenalty = 0.5
    small.configuration.rewardShaping.normalization = .running
    small.configuration.rewardShaping.scoreLimit = 1.5
    small.configuration.rewardShaping.lengthPenalty = 0.01
    small.configuration.rewardShaping.freeLength = 2
    small.configuration.rewardShaping.overlongBuffer = 3
    small.configuration.referenceUpdateEvery = 2
    small.configuration.referenceDecay = 0.5
    small.configuration.costConstraint.limit = 0.1
    small.configuration.costConstraint.rate = 0.5
    small.cost = FunctionReward { share(of: $0) { $0 % 3 == 0 } }
    small.texts = someSequences(7)
    return small
  }
}

extension PPOConfiguration {
  /// Four episodes of six tokens a rollout, six rollouts of four updates each.
  static var small: PPOConfiguration {
    var configuration = PPOConfiguration()
    configuration.optimization.learningRate = 1e-3
    configuration.optimization.batchSize = 4
    configuration.optimization.epochs = 2
    configuration.criticLearningRate = 1e-3
    configuration.sampling.maximumNewTokens = 6
    configuration.miniBatches = 2
    configuration.updateEpochs = 2
    configuration.missingEndPenalty = 0
    return configuration
  }

  /// Enough updates for a tiny model to learn something.
  static var eager: PPOConfiguration {
    var configuration = small
    configuration.optimization.learningRate = 3e-3
    configuration.optimization.epochs = 15
    configuration.optimization.batchSize = 12
    configuration.optimization.schedule = .constant
    configuration.updateEpochs = 4
    configuration.klCoefficient = 0
    return configuration
  }
}

/// Episodes whose completions are the given ids, after prompts of different lengths.
func someEpisodes(_ completions: [[Int]], isFinished: [Bool]) -> [Episode] {
  completions.indices.map { row in
    let prompt = Array(repeating: 7, count: 1 + row)
    return Episode(
      prompt: Prompt(.text("")), completion: "",
      sequence: TokenizedSequence(
        tokens: prompt + completions[row], completionStart: prompt.count),
      isFinished: isFinished[row])
  }
}

extension [(name: String, tensor: Tensor)] {
  /// Copies that later changes do not touch.
  var copies: Self { withoutGradients { map { ($0.name, $0.tensor.detached().copy()) } } }
}
