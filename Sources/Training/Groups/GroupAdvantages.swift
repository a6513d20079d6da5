import Batches
import Generation
import Models
import Objectives
import Scoring
import Tokenizers
import Torch

/// The completions of some prompts with their scores, before anything is compared.
struct SampledGroups {
  /// Completions that were drawn; those of one prompt follow each other.
  let episodes: [Episode]
  /// What the reward says of them.
  let scores: Scores
  /// Their scores normalized and clipped.
  let worths: [Double]
  /// The likeliest completion of each prompt; where the others are compared with it.
  let greedy: (episodes: [Episode], scores: [Double], worths: [Double])?
}

extension GroupConfiguration {
  /// The likeliest completion of each prompt; none where nothing is compared with it.
  func greedyEpisodes(
    from policy: LanguageModel, _ prompts: [TokenizedPrompt], using generator: Generator,
    _ tokenizer: Tokenizer
  ) throws -> [Episode] {
    guard advantages == .greedyBaseline else { return [] }
    var greedy = sampling
    greedy.temperature = 0
    return try sampleEpisodes(from: policy, prompts, greedy, using: generator, tokenizer).episodes
  }

  /// What completions are worth, less what their length and a missing end cost. `[episodes]`
  func paid(_ worths: [Double], _ episodes: [Episode], on device: Device) -> Tensor {
    rewardShaping.penalized(
      worths, of: episodes, maximumLength: sampling.maximumNewTokens,
      missingEndPenalty: missingEndPenalty, on: device)
  }

  /// How much better each token did than was to be expected. `[batch, time]`
  func advantages(
    of found: SampledGroups, logProbabilities: Tensor, referenceLogProbabilities: Tensor?,
    in batch: SequenceBatch
  ) -> Tensor {
    let device = batch.tokens.device
    var rewards = paid(found.worths, found.episodes, on: device)
    let isPaid = klPlacement != .loss && klCoefficient > 0
    let kl =
      !isPaid
      ? nil
      : referenceLogProbabilities.map {
        klCoefficient * klEstimate(policy: logProbabilities, reference: $0, klEstimator)
      }
    if let kl, klPlacement == .reward {
      rewards = rewards - rowSums(of: kl, where: batch.isCompletion)
    }
    let differences = advantages.differences(
      of: rewards, found.scores.parts,
      greedyRewards: found.greedy.map { paid($0.worths, $0.episodes, on: device) },
      groupSize: completionsPerPrompt)
    var values = differences.unsqueezed(1).expanded(batch.tokens.shape)
    if let kl, klPlacement == .token { values = values - costsToGo(kl, where: batch.isCompletion) }
    return advantages.scalesTokens
      ? rolloutNormalizedAdvantages(values, where: batch.isCompletion)
      : values.filled(with: 0, unless: batch.isCompletion)
  }
}

extension [Episode] {
  /// The tokens of prompts and completions.
  var tokenCount: Int { reduce(0) { $0 + $1.sequence.tokens.count } }
}
