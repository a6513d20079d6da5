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
  let scores: [Double]
  /// The scores less the penalty for a missing end.
  let penalizedScores: [Float]
  /// log π of the sampled tokens when they were sampled. `[batch, time]`
  let logProbabilities: Tensor
  /// log π₀ of the same, where there is a reference. `[batch, time]`
  let referenceLogProbabilities: Tensor?
  /// A of each token's completion. `[batch, time]`
  let advantages: Tensor
  /// Which places hold a token that is learned from. `[batch, time]`, bool
  let isToken: Tensor
}

/// Finds how much better each completion is than the others of its prompt.
///
/// - Parameters:
///   - sampled: log π of each sampled token, from the sampler; nil asks the policy again.
///   - reference: π₀, where KL to it is paid for or watched.
func evaluated(
  _ episodes: [Episode], scores: [Double], sampled: [[Float]]?, by policy: LanguageModel,
  _ reference: LanguageModel?, _ configuration: GroupConfiguration
) -> GroupRollout {
  withoutGradients {
    let device = policy.device
    let batch = SequenceBatch(episodes.map(\.sequence), on: device)
    let parts = episodes.map(\.sequence).chunked(by: configuration.rowsPerPass)
    func logProbabilities(under model: LanguageModel) -> Tensor {
      joined(parts, batch.tokens.shape2.1, on: device) {
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
    let paid = penalizedScores(
      Tensor(scores.map(Float.init), on: device), isFinished: isFinished,
      penalty: configuration.missingEndPenalty)
    var rewards = paid
    if let initial, configuration.klPlacement == .reward, configuration.klCoefficient > 0 {
      let kl = klEstimate(policy: current, reference: initial, configuration.klEstimator)
      rewards = paid - configuration.klCoefficient * rowSums(of: kl, where: batch.isCompletion)
    }
    let advantages = configuration.advantages
      .advantages(of: rewards, groupSize: configuration.completionsPerPrompt).unsqueezed(1)
      .expanded(batch.tokens.shape).filled(with: 0, unless: batch.isCompletion)
    let isToken =
      configuration.masksUnfinished
      ? batch.isCompletion .&& isFinished.unsqueezed(1) : batch.isCompletion
    return GroupRollout(
      episodes: episodes, batch: batch, scores: scores, penalizedScores: paid.floats,
      logProbabilities: current, referenceLogProbabilities: initial, advantages: advantages,
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
