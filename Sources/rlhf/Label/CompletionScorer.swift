import Batches
import Datasets
import Foundation
import Models
import Scoring
import Tokenizers

/// A reward model or a command that scores the completions of a store.
struct CompletionScorer {
  /// A prompt and a completion of it.
  struct Row {
    let prompt: Content
    let completion: String
  }

  /// What it is called, with the beginning of its hash where it is a model.
  let name: String
  private let reward: any Reward
  /// A model reads ids; a command reads the text.
  private let sequences: SequenceTokenizer?
  private let hasTemplate: Bool

  /// Opens a reward model.
  init(model folder: URL, device: String, batchSize: Int) throws {
    let model = try ScalarModel(folder: folder, on: openDevice(named: device))
    let tokenizer = try matchingTokenizer(in: folder, model.configuration)
    name = "\(displayed(folder))@\(try checkpointHash(of: folder).prefix(12))"
    reward = ModelReward(model, microBatchSize: batchSize)
    sequences = SequenceTokenizer(tokenizer, maximumLength: model.configuration.contextLength)
    hasTemplate = try tokenizer.chatTemplate() != nil
  }

  /// Starts a command that answers each line `{"prompt": …, "completion": …}` with a line
  /// `{"reward": 0.5}`.
  init(command: String) throws {
    name = "‘\(command)’"
    reward = try patientCommandReward(command)
    sequences = nil
    hasTemplate = true
  }

  /// The scores, higher for the better; nothing where a row is too long for the model.
  func scores(of rows: [Row]) throws -> [Double?] {
    let episodes = try rows.map(episode)
    let scores = try reward.scores(of: episodes.compactMap { $0 })
    var next = scores.makeIterator()
    return episodes.map { $0 == nil ? nil : next.next() }
  }

  private func episode(_ row: Row) throws -> Episode? {
    var (prompt, completion) = (row.prompt, row.completion)
    if !hasTemplate, case .messages = prompt {
      (prompt, completion) = (.text(prompt.dialogue), " " + completion)
    }
    let none = TokenizedSequence(tokens: [], completionStart: 0)
    do {
      let sequence = try sequences?.sequence(prompt: prompt, completion: .text(completion))
      return Episode(
        prompt: Prompt(row.prompt), completion: row.completion, sequence: sequence ?? none,
        isFinished: true)
    } catch BatchError.promptTooLong { return nil }
  }
}
