import Batches
import Datasets
import Foundation
import Generation
import Models
import Runs
import Scoring
import Torch

/// A model in a contest.
final class Contestant {
  /// A prompt with its number among all.
  typealias Numbered = (index: Int, prompt: Prompt)

  private let open: OpenModel
  private let sampling: SamplingConfiguration
  private let command: EvaluateCommand
  private var entropySum = 0.0
  private var tokenCount = 0

  /// Opens a model.
  init(_ path: String, _ sampling: SamplingConfiguration, _ command: EvaluateCommand) throws {
    open = try OpenModel(folder: URL(fileURLWithPath: path), device: command.options.device)
    self.sampling = sampling
    self.command = command
  }

  /// The mean entropy of the distributions that its completions' tokens were predicted from, in
  /// nats, at temperature 1 and over the whole vocabulary.
  var entropy: Double { entropySum / Double(tokenCount) }

  /// Writes the completions of prompts, all of one prompt beside each other.
  ///
  /// A completion depends on its prompt, its number and the seed, and on nothing beside it.
  func episodes(after prompts: [Numbered]) throws -> [Episode] {
    let tokenized = try open.sequences.prompts(prompts.map(\.prompt)).rows
    let draws = zip(prompts, tokenized).flatMap { numbered, tokens in
      (0..<command.count).map { draw in
        (
          prompt: tokens,
          seed: Self.seed(command.options.seed, prompt: numbered.index, draw: draw)
        )
      }
    }
    var sampling = sampling
    sampling.batchSize = command.batchSize
    let completions = try generate(
      from: open.model, prompts: draws.map(\.prompt.tokens), sampling, seeds: draws.map(\.seed),
      tokenizer: open.tokenizer)
    let episodes = zip(draws, completions).map { Episode($0.prompt, $1, open.tokenizer) }
    for part in episodes.chunked(by: command.batchSize) { measureEntropy(of: part) }
    return episodes
  }

  /// The seed of a completion; the same for both models.
  static func seed(_ seed: UInt64, prompt: Int, draw: Int) -> UInt64 {
    derivedSeed(seed, "prompt \(prompt) draw \(draw)")
  }

  private func measureEntropy(of episodes: [Episode]) {
    let sequences = episodes.map(\.sequence).filter { !$0.completion.isEmpty }
    guard !sequences.isEmpty else { return }
    withoutGradients {
      let found = open.model.logProbabilities(of: SequenceBatch(sequences, on: open.model.device))
      entropySum += found.entropies.sum().value
      tokenCount += found.tokenCount
    }
  }
}
