import Batches
import Datasets
import DemoWorld
import Evaluation
import Generation
import Models
import Runs
import Scoring
import Statistics
import Torch

/// Measures a policy between its rollouts: the true score, and on other prompts what a gold judge
/// would say.
///
/// Both are the rubric, so the gold judge is one that never errs. The diagnosis gets the gold
/// rounds alone.
struct HackRounds {
  private let start: HackStart
  private let reward: HackReward
  private let truePrompts: [String]
  private let goldPrompts: [String]
  private let count: Int
  private var goldRounds = GoldRounds()
  private var trueRounds = GoldRounds()

  init(_ start: HackStart, _ reward: HackReward, _ settings: HackSettings) {
    self.start = start
    self.reward = reward
    let prompts = start.stages.world.heldOutPrompts(
      count: settings.truePromptCount + settings.goldPromptCount)
    truePrompts = Array(prompts.dropFirst(settings.goldPromptCount))
    goldPrompts = Array(prompts.prefix(settings.goldPromptCount))
    count = settings.goldCompletionsPerPrompt
  }

  /// Measures the policy, and returns the metrics of the round.
  mutating func metrics(of policy: LanguageModel, at step: Int) throws -> [String: Double] {
    let seed = derivedSeed(start.stages.settings.seed, "round \(step)")
    let generator = Generator(seed: seed)
    let truth = try start.stages.episodes(of: policy, truePrompts, using: generator)
    let trueScores = zip(truth.map(\.episode), truePrompts).map {
      [Rubric.score($0.completion, for: $1).total]
    }
    let found = trueRounds.metrics(scores: trueScores, rewards: trueScores)
    var metrics: [String: Double] = [:]
    for name in ["score", "score_lower", "score_upper", "smoothed_fall", "smoothed_fall_error"] {
      metrics["true/\(name)"] = found["gold/\(name)"]
    }
    return metrics.merging(try gold(policy, generator)) { $1 }
  }

  private mutating func gold(
    _ policy: LanguageModel, _ generator: Generator
  ) throws -> [String: Double] {
    let prompts = goldPrompts.flatMap { Array(repeating: $0, count: count) }
    let sampled = try start.stages.episodes(of: policy, prompts, using: generator)
    let episodes = sampled.map(\.episode)
    let scores = zip(episodes, prompts).map { Rubric.score($0.completion, for: $1).total }
    let rewards = try reward.scores(of: episodes)
    let texts = episodes.map(\.completion)
    let lengths = episodes.map(\.sequence.completion.count)
    var metrics = goldRounds.metrics(
      scores: scores.chunked(by: count), rewards: rewards.chunked(by: count))
    metrics["gold/kl"] =
      sampled.map(\.logProbability).mean - start.logProbabilities(of: episodes).mean
    metrics["gold/length"] = lengths.map(Double.init).mean
    metrics["gold/distinct_2"] = distinctShare(ofRunsOf: 2, in: texts.map(words(of:)))
    return metrics
  }
}

extension HackStart {
  /// log π₀ of each completion.
  fileprivate func logProbabilities(of episodes: [Episode]) -> [Double] {
    withoutGradients {
      episodes.map(\.sequence).chunked(by: 128).flatMap { part in
        sft.logProbabilities(of: SequenceBatch(part)).ofSequences.floats.map(Double.init)
      }
    }
  }
}

extension DemoStages {
  /// One completion of each prompt, in batches, and log π of it.
  fileprivate func episodes(
    of model: LanguageModel, _ prompts: [String], using generator: Generator
  ) throws -> [(episode: Episode, logProbability: Double)] {
    try prompts.chunked(by: 128).flatMap { part in
      let ids = try part.map { try sequences.prompt(.text($0)) }
      let completions = try generate(
        from: model, prompts: ids, settings.sampling, using: generator)
      return part.indices.map { index in
        let completion = completions[index]
        let episode = Episode(
          prompt: Prompt(.text(part[index])), completion: completion.text(tokenizer),
          sequence: TokenizedSequence(
            tokens: ids[index] + completion.tokens, completionStart: ids[index].count),
          isFinished: completion.isFinished)
        return (episode, completion.logProbabilities.reduce(0) { $0 + Double($1) })
      }
    }
  }
}
