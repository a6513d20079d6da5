import Batches
import Generation
import Models
import Objectives
import Scoring
import Tokenizers
import Torch

/// Draws completions of prompts, and asks a reward about them.
struct GroupSampler {
  let policy: LanguageModel
  let reward: any Reward
  let configuration: GroupConfiguration
  let generator: Generator
  let tokenizer: Tokenizer

  /// Draws one group for each prompt.
  ///
  /// Drawn and likeliest completions are judged at once, so that a reward that is relative to its
  /// batch compares them, too.
  func groups(of prompts: [TokenizedPrompt]) throws -> DrawnGroups {
    let (episodes, sampled) = try sampleEpisodes(
      from: policy,
      prompts.flatMap { Array(repeating: $0, count: configuration.completionsPerPrompt) },
      configuration.sampling, using: generator, tokenizer)
    let greedy = try configuration.greedyEpisodes(
      from: policy, prompts, using: generator, tokenizer)
    return DrawnGroups(
      prompts: prompts, episodes: episodes, sampled: sampled, greedy: greedy,
      scores: try reward.detailedScores(of: episodes + greedy),
      tokenCount: episodes.tokenCount + greedy.tokenCount)
  }
}

/// Groups of completions as they were drawn, with what the reward says of them.
struct DrawnGroups {
  /// What was asked.
  var prompts: [TokenizedPrompt]
  /// The completions of each prompt, which follow each other.
  var episodes: [Episode]
  /// log π of each of their tokens, from the sampler.
  var sampled: [[Float]]
  /// The likeliest completion of each prompt, where the others are compared with it.
  var greedy: [Episode]
  /// What the reward says of drawn completions, and then of the likeliest ones.
  var scores: Scores
  /// The tokens that went through the policy for them.
  var tokenCount: Int
  /// What is recorded of how they were drawn.
  var metrics: [String: Double] = [:]

  /// Brings their scores to one scale.
  ///
  /// - Parameter moments: Of all scores so far, where those have a say.
  func shaped(by shaping: RewardShaping, _ moments: inout RunningMoments?) -> SampledGroups {
    let worths = shaping.normalized(scores.totals, &moments)
    func ofGreedy(_ values: [Double]) -> [Double] { Array(values.dropFirst(episodes.count)) }
    return SampledGroups(
      episodes: episodes, scores: scores[0..<episodes.count],
      worths: Array(worths.prefix(episodes.count)),
      greedy: greedy.isEmpty ? nil : (greedy, ofGreedy(scores.totals), ofGreedy(worths)))
  }
}
