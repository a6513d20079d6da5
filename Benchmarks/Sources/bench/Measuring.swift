import Batches
import Datasets
import Generation
import Models
import NeuralNetworks
import Scoring
import Tokenizers
import Torch
import Training

/// Times the addition of two tensors of one element: what a call costs without work.
func measureOperators(rounds: Int, _ found: (Figure) -> Void) throws {
  let count = 50_000
  let first = Tensor([1] as [Float])
  let second = Tensor([2] as [Float])
  func addAll() { for _ in 0..<count { _ = first + second } }
  func microseconds(_ seconds: Double) -> Double { seconds / Double(count) * 1e6 }

  let plain = Figure("add, 1 element", "µs per call", rounds: rounds, value: microseconds) {
    withoutGradients(addAll)
  }
  found(plain)
  first.requiresGradient = true
  found(
    Figure(
      "add, 1 element, recorded for gradients", "µs per call", rounds: rounds, value: microseconds,
      addAll))
}

/// Times what puts rows into tensors: all that could be done ahead of a step on another thread.
func measureBatches(rounds: Int, _ found: (Figure) -> Void) throws {
  let (rowCount, length, count) = (8, 128, 200)
  let rows = (0..<rowCount).map { row in
    TokenizedSequence(tokens: tokens(length, row: row, vocabularySize: 4096), completionStart: 0)
  }
  found(
    Figure(
      "a batch of SFT, \(rowCount) × \(length)", "µs per batch", rounds: rounds,
      value: { $0 / Double(count) * 1e6 }
    ) {
      for _ in 0..<count { _ = SequenceBatch(rows) }
    })
}

/// Times whole SFT steps on rows of equal length, so that there is no padding.
func measureSFT(of model: BenchmarkModel, rounds: Int, _ found: (Figure) -> Void) throws {
  let (rowCount, length) = (8, 128)
  let steps = model == .nano ? 8 : 2
  let policy = try model.languageModel()
  let rows = (0..<rowCount).map { row in
    TokenizedSequence(
      tokens: tokens(length, row: row, vocabularySize: model.configuration.vocabularySize),
      completionStart: 0)
  }
  var configuration = SFTConfiguration()
  configuration.optimization.batchSize = rowCount
  configuration.optimization.epochs = steps
  let tokenCount = Double(steps * rowCount * length)
  found(
    try Figure(
      "\(model.rawValue): SFT, \(rowCount) × \(length)", "tokens/s", rounds: rounds,
      value: { tokenCount / $0 }
    ) {
      try trainSFT(policy, on: rows, configuration, seed: 1)
    })
}

/// Times sampling at batch sizes 1, 8 and 32; no completion ends early.
func measureDecoding(of model: BenchmarkModel, rounds: Int, _ found: (Figure) -> Void) throws {
  let (promptLength, newTokens) = (32, 64)
  let policy = try model.languageModel()
  let generator = Generator(seed: 3)
  let sampling = SamplingConfiguration(maximumNewTokens: newTokens)
  for batchSize in [1, 8, 32] {
    let prompts = (0..<batchSize).map {
      tokens(promptLength, row: $0, vocabularySize: model.configuration.vocabularySize)
    }
    found(
      try Figure(
        "\(model.rawValue): decoding, batch \(batchSize)", "tokens/s", rounds: rounds,
        value: { Double(batchSize * newTokens) / $0 }
      ) {
        _ = try generate(from: policy, prompts: prompts, sampling, using: generator)
      })
  }
}

/// Times rollouts with their updates: sampling, reference, critic and four passes over the rollout.
func measurePPO(of model: BenchmarkModel, rounds: Int, _ found: (Figure) -> Void) throws {
  let (episodeCount, promptLength, newTokens) = (32, 16, 32)
  let policy = try model.languageModel()
  let reference = try policy.copy()
  let critic = try model.scalarModel()
  let tokenizer = try BytePairTrainer(vocabularySize: 256, specialTokens: []).train(on: [""])
  let size = model.configuration.vocabularySize
  let prompts = (0..<episodeCount).map {
    TokenizedPrompt(
      tokens: tokens(promptLength, row: $0, vocabularySize: size), prompt: Prompt(.text("")))
  }
  // The share of even ids: a reward that takes no time.
  let reward = FunctionReward { episode in
    let completion = episode.sequence.completion
    return Double(completion.count { $0.isMultiple(of: 2) }) / Double(completion.count)
  }
  var configuration = PPOConfiguration()
  configuration.optimization.batchSize = episodeCount
  configuration.sampling.maximumNewTokens = newTokens
  let name =
    "\(model.rawValue): PPO, \(episodeCount) × (\(promptLength) + \(newTokens)), "
    + "\(configuration.updateEpochs) epochs"
  found(
    try Figure(name, "episodes/s", rounds: rounds, value: { Double(episodeCount) / $0 }) {
      try trainPPO(
        policy, from: reference, critic: critic, rewardedBy: reward, on: prompts, tokenizer,
        configuration, seed: 1)
    })
}
