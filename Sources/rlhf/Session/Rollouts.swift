import Batches
import Datasets
import Foundation
import Runs
import Scoring

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

extension TrainingSession {
  /// Writes an episode of a rollout into the run's notes, when the held-out rows are measured.
  func noteRollout(_ step: Int, _ episodes: [Episode], _ scores: [Double]) throws {
    guard measures(after: step), let episode = episodes.first else { return }
    try note(
      "rollout \(step), score \(String(format: "%.3f", scores[0])): "
        + (episode.prompt.content.transcript + episode.completion).debugDescription)
  }
}
