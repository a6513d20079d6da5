import Batches
import Datasets
import Generation
import Models
import Objectives
import Scoring
import Tokenizers
import Torch

/// Completions that were sampled together, and what every model says of them.
///
/// Per-token tensors have the place of the token they are about and are zero elsewhere.
struct Rollout {
  /// Prompt and completion of each episode.
  let episodes: [Episode]
  /// The episodes side by side.
  let batch: SequenceBatch
  /// The reward of each episode, as the reward gave it.
  let scores: [Double]
  /// log π of the sampled tokens when they were sampled. `[batch, time]`
  let logProbabilities: Tensor
  /// The KL to the reference, as estimated from each token. `[batch, time]`
  let kl: Tensor
  /// V before each token. `[batch, time]`
  let values: Tensor
  /// What each token earned: the price of KL, and the score at the end. `[batch, time]`
  let rewards: Tensor
  /// A, whitened. `[batch, time]`
  let advantages: Tensor
  /// A + V, what the critic should have said. `[batch, time]`
  let returns: Tensor
  /// Which places hold a token of a completion. `[batch, time]`, bool
  let isToken: Tensor
  /// Which places the critic learns. `[batch, time]`, bool
  let hasValue: Tensor
}

/// Samples one completion for each prompt.
///
/// - Returns: The episodes, and log π of each sampled token at the sampling temperature.
func sampleEpisodes(
  from policy: LanguageModel, _ prompts: [TokenizedPrompt], _ sampling: SamplingConfiguration,
  using generator: Generator, _ tokenizer: Tokenizer
) throws -> (episodes: [Episode], logProbabilities: [[Float]]) {
  let completions = try generate(
    from: policy, prompts: prompts.map(\.tokens), sampling, using: generator, tokenizer: tokenizer)
  let episodes = zip(prompts, completions).map { prompt, completion in
    Episode(
      prompt: prompt.prompt, completion: completion.text(tokenizer),
      sequence: TokenizedSequence(
        tokens: prompt.tokens + completion.tokens, completionStart: prompt.tokens.count,
        source: prompt.prompt.source),
      isFinished: completion.isFinished)
  }
  return (episodes, completions.map(\.logProbabilities))
}

extension PPOConfiguration {
  /// The least width of a rollout: TRL's placement needs a place after the last token.
  fileprivate func roomNeeded(for episodes: [Episode]) -> Int {
    guard rewardPlacement == .afterLastToken else { return 0 }
    let longestPrompt = episodes.map(\.sequence.completionStart).max() ?? 0
    return longestPrompt + sampling.maximumNewTokens
  }
}

/// The models of a PPO run.
struct ActorsAndCritics {
  let policy: LanguageModel
  let reference: LanguageModel
  let critic: ScalarModel
}

/// Scores episodes and finds what each token earned.
///
/// - Parameters:
///   - sampled: log π of each sampled token, from the sampler; nil asks the policy again.
///   - klCoefficient: β now.
func evaluated(
  _ episodes: [Episode], scores: [Double], sampled: [[Float]]?, by models: ActorsAndCritics,
  klCoefficient: Double, _ configuration: PPOConfiguration
) -> Rollout {
  withoutGradients {
    let device = models.policy.device
    let precision = configuration.optimization.precision.dtype
    let temperature = configuration.sampling.temperature
    let batch = SequenceBatch(
      episodes.map(\.sequence), minimumTime: configuration.roomNeeded(for: episodes), on: device)
    let parts = episodes.map(\.sequence).chunked(by: configuration.optimization.rowsPerPass)
    let time = batch.tokens.shape2.1

    let initial = joined(parts, time, on: device) {
      models.reference.logProbabilities(of: $0, temperature: temperature, precision: precision)
        .values
    }
    let values = joined(parts, time, on: device) {
      models.critic.values(of: $0, precision: precision)
    }
    let current =
      sampled.map { spread($0, over: batch, episodes) }
      ?? joined(parts, time, on: device) {
        models.policy.logProbabilities(of: $0, temperature: temperature, precision: precision)
          .values
      }

    let placement = configuration.rewardPlacement
    let isToken = batch.isCompletion
    let hasValue = placement.hasValue(where: isToken, lastIndex: batch.lastIndices)
    let kl = klEstimate(policy: current, reference: initial, configuration.klEstimator)
      .filled(with: 0, unless: isToken)
    let isFinished = Tensor(episodes.map(\.isFinished), on: device)
    let paid = penalizedScores(
      Tensor(scores.map(Float.init), on: device), isFinished: isFinished,
      penalty: configuration.missingEndPenalty)
    var rewards = tokenRewards(
      scores: paid, kl: kl, klCoefficient: klCoefficient, lastIndex: batch.lastIndices,
      placement: placement, isCompletion: isToken)
    if configuration.whitensRewards {
      rewards = whitened(rewards, where: hasValue, shiftingMean: false)
    }
    let kept = values.filled(with: 0, unless: hasValue)
    let (advantages, returns) = generalizedAdvantages(
      rewards: rewards, values: kept, counts: hasValue, discount: configuration.discount,
      lambda: configuration.lambda)
    return Rollout(
      episodes: episodes, batch: batch, scores: scores, logProbabilities: current, kl: kl,
      values: kept, rewards: rewards, advantages: whitened(advantages, where: isToken),
      returns: returns, isToken: isToken, hasValue: hasValue)
  }
}

/// Asks about micro-batches and puts their answers, each as wide as its own longest row, together.
private func joined(
  _ parts: [[TokenizedSequence]], _ time: Int, on device: Device,
  _ answer: (SequenceBatch) -> Tensor
) -> Tensor {
  let answers = parts.map { part in
    let found = answer(SequenceBatch(part, on: device))
    let (rows, width) = found.shape2
    guard width < time else { return found }
    let rest = Tensor.zeros([rows, time - width], found.dtype, on: device)
    return Tensor.concatenation(of: [found, rest], along: 1)
  }
  return .concatenation(of: answers, along: 0)
}

/// Puts one number for each sampled token at that token's place. `[batch, time]`
private func spread(_ rows: [[Float]], over batch: SequenceBatch, _ episodes: [Episode]) -> Tensor {
  let time = batch.tokens.shape2.1
  let values = zip(rows, episodes).flatMap { row, episode in
    let start = episode.sequence.completionStart
    return Array(repeating: Float(0), count: start) + row
      + Array(repeating: Float(0), count: time - start - row.count)
  }
  return Tensor(values, shape: [rows.count, time], on: batch.tokens.device)
}
