import Batches
import Datasets
import Foundation
import Generation
import Models
import NeuralNetworks
import Objectives
import Scoring
import Testing
import Tokenizers
import Torch

@testable import Training

@Suite("GRPO, RLOO and their relatives")
struct GroupTests {
  init() { threadCount = 1 }
  /// Six prompts as ids.
  private var prompts: [TokenizedPrompt] {
    someSequences(6).map {
      TokenizedPrompt(tokens: Array($0.prompt), prompt: Prompt(.text("p"), source: $0.source))
    }
  }

  /// A byte-level tokenizer: the loop itself needs one only to show completions as text.
  private func tokenizer() throws -> Tokenizer {
    try BytePairTrainer(vocabularySize: 257, specialTokens: ["<|endoftext|>"]).train(on: ["a"])
  }

  /// Likes even ids: a reward that a random policy can learn to raise.
  private let likesEvenIDs = FunctionReward { episode in
    let completion = episode.sequence.completion
    return Double(completion.count { $0 % 2 == 0 }) / Double(completion.count)
  }

  /// Likes low ids, too, in another scale.
  private let likesLowIDs = FunctionReward { episode in
    let completion = episode.sequence.completion
    return 10 * Double(completion.count { $0 < 64 }) / Double(completion.count)
  }

  private func usualReward(_ configuration: GroupConfiguration) -> any Reward {
    guard configuration.advantages == .groupScaledEach else { return likesEvenIDs }
    return WeightedRewards([.init("even", likesEvenIDs), .init("low", weight: 0.5, likesLowIDs)])
  }

  /// The methods by name, with few prompts and short completions.
  private func configuration(_ method: String) -> GroupConfiguration {
    var configuration = method == "rloo" ? GroupConfiguration.rloo : .grpo
    configuration.optimization.learningRate = 1e-3
    configuration.optimization.batchSize = 2
    configuration.optimization.epochs = 2
    configuration.completionsPerPrompt = 4
    configuration.sampling.maximumNewTokens = 6
    configuration.miniBatches = 2
    configuration.updateEpochs = 2
    switch method {
    case "grpo with KL": configuration.klCoefficient = 0.1
    case "dr. grpo":
      configuration.advantages = .groupCentred
      configuration.aggregation = .constantLength
    case "gspo", "luspo":
      configuration.ratioLevel = .sequenceMean
      configuration.aggregation = method == "gspo" ? .sequenceMean : .sequenceSum
    case "cispo": configuration.surrogate = .cispo
    case "shaped":
      configuration.advantages = .leaveOneOut
      configuration.rewardShaping.normalization = .running
      configuration.rewardShaping.scoreLimit = 1.5
      configuration.rewardShaping.lengthPenalty = 0.1
      configuration.rewardShaping.overlongBuffer = 3
    case "vespo":
      configuration.surrogate = .vespo
      configuration.ratioLevel = .sequenceSum
    case "gdpo": configuration.advantages = .groupScaledEach
    case "reinforce++", "remax":
      configuration.completionsPerPrompt = 1
      configuration.optimization.batchSize = 3
      configuration.advantages = method == "remax" ? .greedyBaseline : .rolloutScaled
      if method == "remax" { configuration.aggregation = .sequenceSum }
      configuration.payKLByToken()
    case "reinforce++ with baseline":
      configuration.advantages = .centredRolloutScaled
      configuration.payKLByToken()
    default: break
    }
    return configuration
  }

  private func train(
    _ configuration: GroupConfiguration, _ notebook: Notebook, resuming folder: URL? = nil,
    reward: (any Reward)? = nil, hasReference: Bool = true
  ) throws -> (policy: LanguageModel, outcome: LoopOutcome) {
    let policy = try LanguageModel(folder: checkpoint("llama-untied"))
    let outcome = try trainOnGroups(
      policy, from: hasReference ? try policy.copy() : nil,
      rewardedBy: reward ?? usualReward(configuration),
      on: prompts, try tokenizer(), configuration, seed: 5,
      recordingIn: notebook.journal(from: folder))
    return (policy, outcome)
  }

  private func change(_ policy: LanguageModel) throws -> Double {
    largestDifference(
      policy.parameters.named,
      try LanguageModel(folder: checkpoint("llama-untied")).parameters.named)
  }

  @Test(
    "start with ratio 1 and nothing clipped",
    arguments: ["grpo with KL", "gspo", "rloo", "reinforce++", "remax"], Precision.allCases)
  func firstUpdate(method: String, precision: Precision) throws {
    var configuration = configuration(method)
    configuration.optimization.precision = precision
    configuration.updateEpochs = 1
    configuration.miniBatches = 1
    configuration.optimization.maximumSteps = 1
    let notebook = Notebook()
    _ = try train(configuration, notebook)
    let metrics = notebook.metrics[0]
    #expect(abs((metrics["ratio"] ?? 0) - 1) < 1e-5)
    #expect((metrics["policy/first_ratio_error"] ?? 1) < 1e-5)
    #expect(metrics["clip_ratio/region_mean"] == 0)
    #expect(abs(metrics["objective/kl"] ?? 1) < (precision == .float32 ? 1e-4 : 0.2))
    if ["gspo", "rloo"].contains(method) && precision == .float32 {
      // Minus the mean advantage, which is zero over each group.
      #expect(abs(metrics["loss"] ?? 1) < 1e-5)
    }
  }

  @Test(
    "take rollouts × epochs × mini-batches optimizer steps",
    arguments: [(1, 1), (1, 4), (2, 2), (3, 1)])
  func stepCount(epochs: Int, miniBatches: Int) throws {
    var configuration = configuration("grpo")
    configuration.updateEpochs = epochs
    configuration.miniBatches = miniBatches
    let notebook = Notebook()
    try trainOnGroups(
      try LanguageModel(folder: checkpoint("llama-untied")), from: nil, rewardedBy: likesEvenIDs,
      on: prompts, try tokenizer(), configuration, seed: 5, recordingIn: notebook.journal(every: 5))
    #expect(notebook.metrics.count == 6 * 2 / 2)
    let folder = try #require(notebook.folders.last)
    let state = try SafetensorsFile(folder.appendingPathComponent("optimizer.safetensors"))
    #expect(state.metadata["stepCount"] == "\(5 * epochs * miniBatches)")
  }

  @Test(
    "raise the reward",
    arguments: ["grpo", "cispo", "rloo", "vespo", "reinforce++", "remax"])
  func learns(method: String) throws {
    var configuration = configuration(method)
    configuration.optimization.learningRate = 3e-3
    configuration.optimization.epochs = 60
    configuration.optimization.batchSize = 6
    configuration.optimization.schedule = .constant
    configuration.klCoefficient = 0
    let notebook = Notebook()
    _ = try train(configuration, notebook)
    let rewards = notebook.values(of: "reward")
    let before = rewards.prefix(3).reduce(0, +) / 3
    let after = rewards.suffix(10).reduce(0, +) / 10
    #expect(after > before + 0.15)
  }

  @Test("shape scores before they compare, as PPO does")
  func shaping() throws {
    func paid(_ change: (inout RewardShaping) -> Void) throws -> [Float] {
      var configuration = configuration("rloo")
      configuration.missingEndPenalty = 1
      change(&configuration.rewardShaping)
      let episodes = zip([2, 4, 6], [true, true, false]).map { length, isFinished in
        Episode(
          prompt: Prompt(.text("p")), completion: "",
          sequence: TokenizedSequence(
            tokens: Array(repeating: 5, count: 3 + length), completionStart: 3),
          isFinished: isFinished)
      }
      var moments: RunningMoments?
      let scores = FunctionReward { Double($0.sequence.completion.count) }
      let worths = configuration.rewardShaping.normalized(
        try scores.scores(of: episodes), &moments)
      return configuration.paid(worths, episodes, on: .cpu).floats
    }
    #expect(try paid { _ in } == [2, 4, 5])
    #expect(try paid { $0.scoreLimit = 3 } == [2, 3, 2])
    #expect(try paid { $0.replacesUnfinished = true } == [2, 4, -1])
    #expect(try paid { $0.lengthPenalty = 0.5 } == [1, 2, 2])
    // Of at most 6 tokens, the last 4 cost more and more: DAPO (arXiv:2503.14476).
    #expect(try paid { $0.overlongBuffer = 4 } == [2, 3.5, 4])
    let scaled = try paid { $0.normalization = .rollout }
    for (found, due) in zip(scaled, [-1, 0, 0] as [Float]) { #expect(abs(found - due) < 1e-5) }
  }

  @Test(
    "stay nearer to the reference where KL costs more", arguments: ["grpo", "rloo", "remax"])
  func penalty(method: String) throws {
    func finalKL(_ coefficient: Double) throws -> Double {
      var configuration = configuration(method)
      configuration.optimization.learningRate = 2e-3
      configuration.optimization.epochs = 30
      configuration.optimization.batchSize = 6
      configuration.klCoefficient = coefficient
      let notebook = Notebook()
      _ = try train(configuration, notebook)
      return notebook.values(of: "objective/kl").suffix(3).reduce(0, +) / 3
    }
    let dear = try finalKL(1)
    let free = try finalKL(0)
    #expect(dear < free / 2)
  }

  @Test(
    "go on from a checkpoint bit for bit",
    arguments: ["grpo with KL", "rloo", "gdpo", "reinforce++ with baseline", "remax", "shaped"])
  func resume(method: String) throws {
    let configuration = configuration(method)
    let wholeNotes = Notebook()
    let (whole, _) = try train(configuration, wholeNotes)
    let first = Notebook()
    first.interruptedAfter = 2
    let (_, outcome) = try train(configuration, first)
    #expect(outcome == .interrupted(step: 2))
    let second = Notebook()
    let (resumed, ended) = try train(configuration, second, resuming: first.folders.last)
    #expect(ended == .finished)
    #expect(first.metrics + second.metrics == wholeNotes.metrics)
    #expect(largestDifference(whole.parameters.named, resumed.parameters.named) == 0)
  }

  // A small learning rate: what rounding leaves must not grow from update to update.
  @Test(
    "report the same whatever the micro-batch",
    arguments: [
      "grpo with KL", "dr. grpo", "gspo", "luspo", "cispo", "vespo", "rloo", "gdpo", "reinforce++",
      "reinforce++ with baseline", "remax", "shaped",
    ], [1, 3])
  func splitInvariance(method: String, microBatchSize: Int) throws {
    var configuration = configuration(method)
    configuration.optimization.learningRate = 1e-6
    let whole = Notebook()
    _ = try train(configuration, whole)
    configuration.optimization.microBatchSize = microBatchSize
    let parts = Notebook()
    _ = try train(configuration, parts)
    #expect(Set(parts.metrics[0].keys) == Set(whole.metrics[0].keys))
    for (name, value) in whole.metrics[0] {
      #expect(relativeError(parts.metrics[0][name] ?? .nan, value) < 1e-4, "\(name)")
    }
  }

  // The mean of seven times 0.7 is not 0.7 in single precision; Adam would make a whole step of
  // what is left.
  @Test(
    "leave the weights as they are where all rewards are equal",
    arguments: ["grpo", "rloo", "gdpo", "reinforce++", "reinforce++ with baseline", "remax"])
  func equalRewards(method: String) throws {
    var configuration = configuration(method)
    configuration.klCoefficient = 0
    configuration.completionsPerPrompt = 7
    let notebook = Notebook()
    let equal = FunctionReward { _ in 0.7 }
    let (policy, _) = try train(
      configuration, notebook, reward: WeightedRewards([.init("equal", equal)]),
      hasReference: false)
    #expect(try change(policy) == 0)
    #expect(notebook.metrics[0]["frac_reward_zero_std"] == 1)
    #expect(notebook.metrics[0]["reward_std"] ?? 1 < 1e-12)
  }

  @Test("need no reference where KL costs nothing", arguments: ["grpo", "rloo"])
  func withoutReference(method: String) throws {
    var configuration = configuration(method)
    configuration.klCoefficient = 0
    let with = Notebook(), without = Notebook()
    let (first, _) = try train(configuration, with)
    let (second, _) = try train(configuration, without, hasReference: false)
    #expect(largestDifference(first.parameters.named, second.parameters.named) == 0)
    #expect(with.metrics[0]["objective/kl"] != nil && without.metrics[0]["objective/kl"] == nil)
  }

  @Test("learn nothing from completions that were cut off, where those are left out")
  func masking() throws {
    var configuration = configuration("grpo")
    configuration.masksUnfinished = true
    configuration.sampling.stopsAtEndOfText = false
    let notebook = Notebook()
    let (policy, _) = try train(configuration, notebook)
    #expect(notebook.metrics[0]["completions/clipped_ratio"] == 1)
    #expect(try change(policy) == 0)
  }
}

extension GroupConfiguration {
  fileprivate mutating func payKLByToken() {
    klPlacement = .token
    klEstimator = .k1
    klCoefficient = 0.1
  }
}
