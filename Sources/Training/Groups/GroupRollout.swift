import Batches
import Generation
import Models
import Objectives
import Scoring
import Torch

/// The completions of some prompts, side by side by prompt, and what each is worth.
///
/// Per-token tensors have the place of the token they are about and are zero elsewhere.
struct GroupRollout {
  /// Prompt and completion of each episode; those of one prompt follow each other.
  let episodes: [Episode]
  /// The episodes side by side.
  let batch: SequenceBatch
  /// The reward of each episode, as the reward gave it.
  let scores: Scores
  /// What each is worth, less what its length and a missing end cost.
  let penalizedScores: [Float]
  /// The scores of the likeliest completions, where others are compared with them.
  let greedyScores: [Double]?
  /// log π of the sampled tokens when they were sampled. `[batch, time]`
  let logProbabilities: Tensor
  /// log π₀ of the same, where there is a reference. `[batch, time]`
  let referenceLogProbabilities: Tensor?
  /// A of each token's completion. `[batch, time]`
  let advantages: Tensor
  /// Which places hold a token that is learned from. `[batch, time]`, bool
  let isToken: Tensor
}

/// Finds how much better each completion is than what was to be expected.
///
/// - Parameters:
///   - sampled: log π of each sampled token, from the sampler; nil asks the policy again.
///   - reference: π₀, where KL to it is paid for or watched.
func evaluated(
  _ found: SampledGroups, sampled: [[Float]]?, by policy: LanguageModel,
  _ reference: LanguageModel?, _ configuration: GroupConfiguration
) -> GroupRollout {
  withoutGradients {
    let device = policy.device, episodes = found.episodes
    let batch = SequenceBatch(episodes.map(\.sequence), on: device)
    func logProbabilities(under model: LanguageModel) -> Tensor {
      joined(
        episodes.map(\.sequence), rowsPerPass: configuration.rowsPerPass, batch.tokens.shape2.1,
        on: device
      ) {
        model.logProbabilities(
          of: $0, temperature: configuration.sampling.temperature,
          precision: configuration.optimization.precision.dtype
        ).values
      }
    }
    let current =
      sampled.map { spread($0, over: batch, episodes) } ?? logProbabilities(under: policy)
    let initial = reference.map(logProbabilities)

    let isFinished = Tensor(episodes.map(\.isFinished), on: device)
    let isToken =
      configuration.masksUnfinished
      ? batch.isCompletion .&& isFinished.unsqueezed(1) : batch.isCompletion
    return GroupRollout(
      episodes: episodes, batch: batch, scores: found.scores,
      penalizedScores: configuration.paid(found.worths, episodes, on: device).floats,
      greedyScores: found.greedy?.scores, logProbabilities: current,
      referenceLogProbabilities: initial,
      advantages: configuration.advantages(
        of: found, logProbabilities: current, referenceLogProbabilities: initial, in: batch),
      isToken: isToken)
  }
}

/// Some episodes of a rollout, as narrow as their longest.
struct GroupRolloutPart {
  let batch: SequenceBatch
  let logProbabilities: Tensor
  let referenceLogProbabilities: Tensor?
  let advantages: Tensor
  let isToken: Tensor
  /// How many tokens are learned from.
  let tokenCount: Int
}

extension GroupRollout {
  /// Takes the episodes with the given indices.
  func part(_ rows: [Int]) -> GroupRolloutPart {
    let device = batch.tokens.device
    let indices = Tensor(rows, on: device)
    let batch = SequenceBatch(rows.map { episodes[$0].sequence }, on: device)
    let time = batch.tokens.shape2.1
    let isToken = isToken.rows(at: indices).slice(0..<time, along: 1)
    func taken(_ all: Tensor) -> Tensor { all.rows(at: indices).slice(0..<time, along: 1) }
    return GroupRolloutPart(
      batch: batch, logProbabilities: taken(logProbabilities),
      referenceLogProbabilities: referenceLogProbabilities.map(taken),
      advantages: taken(advantages), isToken: isToken, tokenCount: Int(isToken.sum().value))
  }
}
