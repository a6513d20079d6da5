import Batches
import Datasets
import Foundation
import Runs
import Scoring
import Training

extension Groundwork {
  /// Reads prompts that leave room for a completion.
  ///
  /// - Parameter section: Of the recipe, where the completion's length is set.
  func prompts(
    leavingRoomFor newTokens: Int, section: String
  ) throws -> TrainingRows<TokenizedPrompt> {
    let room = maximumLength - newTokens
    guard room > 0 else {
      throw ConfigurationError(
        "\(section).sampling.maximum_new_tokens is \(newTokens) and must be less than "
          + "maximum_length, \(maximumLength), to leave room for a prompt")
    }
    return try rows(maximumLength: room + 1) {
      try readPrompts(from: $0, badRows: $1)
    } tokenizing: {
      try $0.prompts($1, badRows: $2)
    }
  }
}

extension Groundwork {
  /// Reads the demonstrations or texts that a policy goes on to learn beside a reward.
  ///
  /// - Parameter path: Of the file; empty for none.
  func texts(in path: String) throws -> (rows: [TokenizedSequence], skipped: [BadRow]) {
    guard !path.isEmpty else { return ([], []) }
    let policy: BadRowPolicy = settings.skipBadRows ? .skip : .refuse
    let file = URL(fileURLWithPath: path)
    let loaded = try readDemonstrations(from: file, badRows: policy)
    let found = try SequenceTokenizer(tokenizer, maximumLength: maximumLength)
      .sequences(loaded.rows, badRows: policy)
    guard !found.rows.isEmpty else { throw TrainingError.noRows("texts in \(displayed(file))") }
    return (found.rows, loaded.skipped + found.skipped)
  }
}

extension TrainingSession {
  /// Looks at the episodes of a rollout; writes one into the run's notes when the held-out rows are
  /// measured.
  ///
  /// - Parameter scores: Of all episodes, or none where a judge of pairs gives none.
  func observe(_ step: Int, _ episodes: [Episode], _ scores: [Double]) throws {
    guard !scores.isEmpty else { return }
    watch?.observe(episodes, scores)
    guard measures(after: step), let episode = episodes.first else { return }
    try note(
      "rollout \(step), score \(String(format: "%.3f", scores[0])): "
        + (episode.prompt.content.transcript + episode.completion).debugDescription)
  }
}
