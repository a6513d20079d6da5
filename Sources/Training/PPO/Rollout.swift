import Batches
import Generation
import Models
import Objectives
import Scoring
import Torch

/// Completions that were sampled together, and what every model says of them.
///
/// Per-token tensors have the place of the token they are about and are zero elsewhere.
struct Rollout {
  /// Prompt and completion of each episode.
  let episodes: [Episode]
  /// The episodes side by side.
  let batch: SequenceBatch
  /// What the judges said of each episode.
  let judgement: Judgement
  /// What each episode is paid at its end, after all that is taken off.
  let paidScores: [Float]
  /// log π of the sampled tokens when they were sampled. `[batch, time]`
  let logProbabilities: Tensor
  /// The KL to the reference, as estimated from each token. `[batch, time]`
  let kl: Tensor
  /// V before each token. `[batch, time]`
  let values: Tensor
  /// What each token earned: the price of KL, and the score at the end. `[batch, time]`
  let rewards: Tensor
  /// A, whitened unless told otherwise. `[batch, time]`
  let advantages: Tensor
  /// A + V, what the critic should have said. `[batch, time]`
  let returns: Tensor
  /// Which places hold a token of a completion. `[batch, time]`, bool
  let isToken: Tensor
  /// Which places the critic learns. `[batch, time]`, bool
  let hasValue: Tensor
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

/// Finds what each token of some episodes earned.
///
/// - Parameters:
///   - judgement: What the judges said of the episodes.
///   - sampled: log π of each sampled token, from the sampler; nil asks the policy again.
///   - klCoefficient: β now.
///   - minimumTime: The batch is at least as wide.
func evaluated(
  _ episodes: [Episode], _ judgement: Judgement, sampled: [[Float]]?,
  by models: ActorsAndCritics, klCoefficient: Double, minimumTime: Int = 0,
  _ configuration: PPOConfiguration
) -> Rollout {
  withoutGradients {
    let device = models.policy.device
    let precision = configuration.optimization.precision.dtype
    let temperature = configuration.sampling.temperature
    let batch = SequenceBatch(
      episodes.map(\.sequence),
      minimumTime: max(minimumTime, configuration.roomNeeded(for: episodes)), on: device)
    let time = batch.tokens.shape2.1
    func answers(_ answer: (SequenceBatch) -> Tensor) -> Tensor {
      joined(
        episodes.map(\.sequence), rowsPerPass: configuration.optimization.rowsPerPass, time,
        on: device, answer)
    }

    let initial = answers {
      models.reference.logProbabilities(of: $0, temperature: temperature, precision: precision)
        .values
    }
    let values = answers {
      models.critic.values(of: $0, precision: precision)
    }
    let current =
      sampled.map { spread($0, over: batch, episodes) }
      ?? answers {
        models.policy.logProbabilities(of: $0, temperature: temperature, precision: precision)
          .values
      }

    let placement = configuration.rewardPlacement
    let isToken = batch.isCompletion
    let hasValue = placement.hasValue(where: isToken, lastIndex: batch.lastIndices)
    let kl = klEstimate(policy: current, reference: initial, configuration.klEstimator)
      .filled(with: 0, unless: isToken)
    let paid = configuration.rewardShaping.penalized(
      judgement.worths, of: episodes, maximumLength: configuration.sampling.maximumNewTokens,
      missingEndPenalty: configuration.missingEndPenalty, on: device)
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
      episodes: episodes, batch: batch, judgement: judgement, paidScores: paid.floats,
      logProbabilities: current, kl: kl, values: kept, rewards: rewards,
      advantages: configuration.whitensAdvantages
        ? whitened(advantages, where: isToken) : advantages.filled(with: 0, unless: isToken),
      returns: returns, isToken: isToken, hasValue: hasValue)
  }
}
