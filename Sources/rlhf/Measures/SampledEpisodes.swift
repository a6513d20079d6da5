import Batches
import Datasets
import Generation
import Models
import Runs
import Scoring
import Tokenizers
import Torch

extension LanguageModel {
  /// Writes one completion after each prompt, always the same ones for the same seed.
  ///
  /// - Parameter rowsPerPass: Prompts that are continued together; no result depends on it.
  func episodes(
    after prompts: [TokenizedPrompt], _ sampling: SamplingConfiguration, seed: UInt64,
    _ tokenizer: Tokenizer, rowsPerPass: Int
  ) throws -> [Episode] {
    var sampling = sampling
    sampling.batchSize = sampling.rowsAtOnce(of: rowsPerPass)
    let completions = try generate(
      from: self, prompts: prompts.map(\.tokens), sampling,
      using: Generator(seed: seed, on: device), tokenizer: tokenizer)
    return zip(prompts, completions).map { Episode($0, $1, tokenizer) }
  }
}

extension Episode {
  /// Puts a prompt and what a model wrote after it together.
  init(_ prompt: TokenizedPrompt, _ completion: Completion, _ tokenizer: Tokenizer) {
    self.init(
      prompt: prompt.prompt, completion: completion.text(tokenizer),
      sequence: TokenizedSequence(
        tokens: prompt.tokens + completion.tokens, completionStart: prompt.tokens.count,
        source: prompt.prompt.source),
      isFinished: completion.isFinished)
  }
}

/// What a reward and its parts say of completions, beside `episodeMetrics(of:scores:…)`.
func episodeMetrics(
  of episodes: [Episode], judgedBy reward: any Reward, policy: LanguageModel,
  reference: LanguageModel?, rowsPerPass: Int
) throws -> [String: Double] {
  guard !episodes.isEmpty else { return [:] }
  let scores = try reward.detailedScores(of: episodes)
  return episodeMetrics(
    of: episodes, scores: scores.totals, policy: policy, reference: reference,
    rowsPerPass: rowsPerPass
  ).merging(scores.metrics) { own, _ in own }
}

/// The scores and lengths of completions, and how far the policy went from the reference.
///
/// - Returns: Metrics named as PPO's, the KL at temperature 1 and only where there is a reference;
///   empty for no episodes.
func episodeMetrics(
  of episodes: [Episode], scores: [Double], policy: LanguageModel, reference: LanguageModel?,
  rowsPerPass: Int
) -> [String: Double] {
  guard !episodes.isEmpty else { return [:] }
  let sequences = episodes.map(\.sequence)
  var metrics = [
    "objective/scores": mean(scores),
    "completions/mean_length": mean(sequences.map { Double($0.completion.count) }),
    "completions/clipped_ratio": mean(episodes.map { $0.isFinished ? 0 : 1 }),
  ]
  guard let reference else { return metrics }
  let loss = policy.likelihood(of: sequences, rowsPerPass: rowsPerPass)
  let before = reference.likelihood(of: sequences, rowsPerPass: rowsPerPass)
  metrics["objective/kl"] =
    (before.loss - loss.loss) * Double(loss.tokenCount) / Double(episodes.count)
  return metrics
}
