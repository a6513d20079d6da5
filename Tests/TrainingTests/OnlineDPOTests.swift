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

@Suite("Online DPO")
struct OnlineDPOTests {
  init() { threadCount = 1 }

  private var prompts: [TokenizedPrompt] {
    someSequences(6).map {
      TokenizedPrompt(tokens: Array($0.prompt), prompt: Prompt(.text("p"), source: $0.source))
    }
  }

  private func tokenizer() throws -> Tokenizer {
    try BytePairTrainer(vocabularySize: 257, specialTokens: ["<|endoftext|>"]).train(on: ["a"])
  }

  /// Likes even ids: a reward that a random policy can learn to raise.
  private let likesEvenIDs = FunctionReward { episode in
    let completion = episode.sequence.completion
    return Double(completion.count { $0 % 2 == 0 }) / Double(completion.count)
  }

  private func configuration() -> OnlineDPOConfiguration {
    var configuration = OnlineDPOConfiguration()
    configuration.dpo.optimization.learningRate = 1e-3
    configuration.dpo.optimization.batchSize = 3
    configuration.dpo.optimization.epochs = 2
    configuration.sampling.maximumNewTokens = 6
    return configuration
  }

  private func train(
    _ configuration: OnlineDPOConfiguration, _ notebook: Notebook, resuming folder: URL? = nil,
    judge: OnlineJudge? = nil
  ) throws -> (policy: LanguageModel, outcome: LoopOutcome) {
    let policy = try LanguageModel(folder: checkpoint("llama-untied"))
    let outcome = try trainOnlineDPO(
      policy, from: configuration.dpo.referenceFree ? nil : try policy.copy(),
      comparedBy: judge ?? .reward(likesEvenIDs), on: prompts, try tokenizer(), configuration,
      seed: 5, recordingIn: notebook.journal(from: folder))
    return (policy, outcome)
  }

  private func change(_ policy: LanguageModel) throws -> Double {
    largestDifference(
      policy.parameters.named,
      try LanguageModel(folder: checkpoint("llama-untied")).parameters.named)
  }

  @Test("starts at ln 2, with rewards of 0")
  func start() throws {
    var configuration = configuration()
    configuration.dpo.optimization.maximumSteps = 1
    let notebook = Notebook()
    _ = try train(configuration, notebook)
    let metrics = notebook.metrics[0]
    #expect(abs((metrics["loss"] ?? 0) - log(2)) < 1e-6)
    #expect(abs(metrics["rewards/margins"] ?? 1) < 1e-6 && metrics["rewards/accuracies"] == 0)
    #expect(metrics["objective/scores"] != nil && metrics["completions/mean_length"] != nil)
  }

  @Test("raises the reward", arguments: [PreferenceLoss.sigmoid, .ipo])
  func learns(loss: PreferenceLoss) throws {
    var configuration = configuration()
    configuration.dpo.losses = [loss]
    configuration.dpo.optimization.learningRate = 2e-3
    configuration.dpo.optimization.epochs = 40
    configuration.dpo.optimization.batchSize = 6
    configuration.dpo.optimization.schedule = .constant
    let notebook = Notebook()
    _ = try train(configuration, notebook)
    let scores = notebook.values(of: "objective/scores")
    let before = scores.prefix(5).reduce(0, +) / 5, after = scores.suffix(5).reduce(0, +) / 5
    #expect(after > before + 0.1)
  }

  @Test("goes on from a checkpoint bit for bit")
  func resume() throws {
    let configuration = configuration()
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

  @Test("reports the same whatever the micro-batch", arguments: [1, 2])
  func splits(microBatchSize: Int) throws {
    var configuration = configuration()
    configuration.dpo.optimization.learningRate = 1e-6
    configuration.dpo.sftWeight = 0.1
    let whole = Notebook(), parts = Notebook()
    _ = try train(configuration, whole)
    configuration.dpo.optimization.microBatchSize = microBatchSize
    _ = try train(configuration, parts)
    #expect(Set(parts.metrics[0].keys) == Set(whole.metrics[0].keys))
    for (name, value) in whole.metrics[0] {
      #expect(relativeError(parts.metrics[0][name] ?? .nan, value) < 1e-4, "\(name)")
    }
  }

  @Test("learns nothing from ties, and says how many there were")
  func ties() throws {
    let notebook = Notebook()
    let (policy, _) = try train(
      configuration(), notebook, judge: .reward(FunctionReward { _ in 0.7 }))
    #expect(try change(policy) == 0)
    #expect(notebook.values(of: "ties") == [1, 1, 1, 1])
    #expect(notebook.metrics[0]["loss"] == nil)
  }

  /// Prefers the completion with more even ids, as the reward does.
  private struct EvenJudge: PairJudge {
    let reward: FunctionReward
    func verdicts(on pairs: [EpisodePair]) throws -> [PairVerdict] {
      try pairs.map { pair in
        let scores = try reward.scores(of: [pair.first, pair.second])
        return scores[0] == scores[1] ? .tie : scores[0] > scores[1] ? .first : .second
      }
    }
  }

  @Test("learns from a judge of pairs what it learns from a reward of the same order")
  func judges() throws {
    let one = Notebook(), other = Notebook()
    let (first, _) = try train(configuration(), one)
    let (second, _) = try train(
      configuration(), other, judge: .pairs(EvenJudge(reward: likesEvenIDs)))
    #expect(largestDifference(first.parameters.named, second.parameters.named) == 0)
    #expect(try change(first) > 0)
    #expect(other.metrics[0]["objective/scores"] == nil)
    #expect(one.values(of: "ties") == other.values(of: "ties"))
  }

  @Test("takes a fixed amount off completions that were cut off, before it compares")
  func penalty() throws {
    func sequence(_ ids: [Int]) -> TokenizedSequence {
      TokenizedSequence(tokens: [1] + ids, completionStart: 1)
    }
    func episode(_ ids: [Int], isFinished: Bool) -> Episode {
      Episode(
        prompt: Prompt(.text("")), completion: "", sequence: sequence(ids), isFinished: isFinished)
    }
    let episodes = [
      episode([5], isFinished: true), episode([9], isFinished: false),
      episode([7], isFinished: false), episode([3], isFinished: true),
      episode([4], isFinished: true), episode([4], isFinished: true),
    ]
    let judge = OnlineJudge.reward(FunctionReward { Double($0.sequence.tokens[1]) })
    let free = try judge.compared(episodes, penalty: 0)
    #expect(free.pairs.map(\.chosen.tokens) == [[1, 9], [1, 7]])
    let dear = try judge.compared(episodes, penalty: 4.5)
    #expect(dear.pairs.map(\.chosen.tokens) == [[1, 5], [1, 3]])
    #expect(dear.margins == [0.5, 0.5, 0] && dear.tieCount == 1)
    #expect(dear.scores?.totals == [5, 9, 7, 3, 4, 4], "scores are recorded as they were given")
  }

  @Test("refuses values that make no sense, by their keys")
  func validation() {
    func refusal(_ change: (inout OnlineDPOConfiguration) -> Void) -> String {
      var configuration = OnlineDPOConfiguration()
      change(&configuration)
      do { try configuration.validate() } catch { return "\(error)" }
      return ""
    }
    #expect(refusal { _ in }.isEmpty)
    #expect(refusal { $0.dpo.beta = 0 }.contains("dpo.beta is 0"))
    #expect(refusal { $0.sampling.temperature = 0 }.contains("sampling.temperature is 0"))
    #expect(refusal { $0.missingEndPenalty = -1 }.contains("missing_end_penalty is -1"))
  }
}
