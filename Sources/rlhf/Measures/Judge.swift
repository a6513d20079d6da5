import Batches
import Datasets
import Foundation
import Models
import Scoring
import Tokenizers

/// Who says which of two completions is better: a reward model or a command.
struct Judge {
  /// What it is called.
  let name: String
  private let reward: any Reward
  /// A model reads text with a tokenizer of its own; a command reads the text itself.
  private let sequences: SequenceTokenizer?
  /// For completions that were cut off: they are judged without an end, as they were sampled.
  private let cutSequences: SequenceTokenizer?

  /// Takes a reward that reads texts.
  init(_ name: String, _ reward: any Reward) {
    (self.name, self.reward) = (name, reward)
    (sequences, cutSequences) = (nil, nil)
  }

  /// Opens a command, or else a reward model.
  init(model: String?, command: String?, device: String, batchSize: Int) throws {
    if let line = command {
      (name, reward) = ("‘\(line)’", try patientCommandReward(line))
      (sequences, cutSequences) = (nil, nil)
      return
    }
    let folder = URL(fileURLWithPath: model ?? "")
    let scalar = try ScalarModel(folder: folder, on: openDevice(named: device))
    let tokenizer = try matchingTokenizer(in: folder, scalar.configuration)
    name = displayed(folder)
    let length = scalar.configuration.contextLength
    guard scalar.configuration.rewardHeads.stepSeparator == nil else {
      reward = StepReward(
        scalar, SequenceTokenizer(tokenizer, maximumLength: length), microBatchSize: batchSize)
      (sequences, cutSequences) = (nil, nil)
      return
    }
    reward = ModelReward(scalar, microBatchSize: batchSize)
    sequences = SequenceTokenizer(tokenizer, maximumLength: length, acceptsEmptyCompletions: true)
    cutSequences = SequenceTokenizer(tokenizer, maximumLength: length, endsCompletions: false)
  }

  /// One number for each episode; higher is better.
  func scores(of episodes: [Episode]) throws -> [Double] {
    try reward.scores(of: seen(episodes))
  }

  /// One number for each episode, and what it was made of.
  func detailedScores(of episodes: [Episode]) throws -> Scores {
    try reward.detailedScores(of: seen(episodes))
  }

  /// The episodes as the judge's own tokenizer reads them.
  private func seen(_ episodes: [Episode]) throws -> [Episode] {
    guard let sequences, let cutSequences else { return episodes }
    return try episodes.map { episode in
      var own = episode
      let isCut = !episode.isFinished && !episode.completion.isEmpty
      own.sequence = try (isCut ? cutSequences : sequences).sequence(
        prompt: episode.prompt.content, completion: .text(episode.completion),
        source: episode.prompt.source)
      return own
    }
  }
}
