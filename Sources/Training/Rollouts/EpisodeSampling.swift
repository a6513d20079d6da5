import Batches
import Datasets
import Generation
import Models
import NeuralNetworks
import Scoring
import Tokenizers
import Torch

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

extension SamplingConfiguration {
  /// Whether the sampler's log π is that of the graph that is trained.
  func isExact(in settings: OptimizationConfiguration) -> Bool {
    settings.precision == .float32 && weightPrecision == .float32
  }

  /// Refuses what makes the ratio of new to old probabilities biased, or leaves nothing to compare.
  func validateForRatios() throws {
    try require(
      temperature > 0, "sampling.temperature", temperature,
      "more than 0: a policy explores by sampling")
    try require(
      topK == 0 && topP == 1 && minP == 0, "sampling", "filtered by top_k, top_p or min_p",
      "unfiltered (0, 1, 0): filters make the ratio of new to old probabilities biased")
  }
}
