import Batches
import Datasets
import Foundation
import Scoring
import Statistics

/// A completion in a contest.
struct ContestSide {
  let completion: String
  /// Its length in the model's own tokens, where they are known.
  var tokenCount: Int?
  /// Whether the model ended it itself.
  var isFinished: Bool?

  /// Its length in characters, which does not depend on a model's tokenizer.
  var length: Int { completion.unicodeScalars.count }
}

extension ContestSide {
  init(_ episode: Episode) {
    self.init(
      completion: episode.completion, tokenCount: episode.sequence.completion.count,
      isFinished: episode.isFinished)
  }
}

/// A prompt, both models' completions of it, and what was judged.
struct ContestRow {
  /// The number of the prompt, the same in all rows of it.
  let promptIndex: Int
  let prompt: Content
  let own: ContestSide
  let other: ContestSide
  let judgement: ContestJudgement

  /// The outcome with the lengths in characters.
  var sized: SizedOutcome {
    SizedOutcome(
      prompt: promptIndex, outcome: judgement.outcome, length: own.length,
      otherLength: other.length)
  }
}

extension ContestRow: Encodable {
  private enum CodingKeys: String, CodingKey {
    case promptIndex = "prompt_index"
    case prompt, completion, outcome, score, axes, labeler, tokens, finished
    case completionAgainst = "completion_against"
    case scoreAgainst = "score_against"
    case axesAgainst = "axes_against"
    case tokensAgainst = "tokens_against"
    case finishedAgainst = "finished_against"
    case inOrder = "verdict"
    case swapped = "verdict_swapped"
    case isShownFirst = "shown_first"
  }

  func encode(to encoder: any Encoder) throws {
    var row = encoder.container(keyedBy: CodingKeys.self)
    try row.encode(promptIndex, forKey: .promptIndex)
    switch prompt {
    case .text(let text): try row.encode(text, forKey: .prompt)
    case .messages(let turns): try row.encode(turns, forKey: .prompt)
    }
    try row.encode(own.completion, forKey: .completion)
    try row.encode(other.completion, forKey: .completionAgainst)
    try row.encode(judgement.outcome, forKey: .outcome)
    try row.encodeIfPresent(judgement.scores?.own, forKey: .score)
    try row.encodeIfPresent(judgement.scores?.other, forKey: .scoreAgainst)
    if !judgement.axes.isEmpty {
      try row.encode(judgement.axes.mapValues(\.own), forKey: .axes)
      try row.encode(judgement.axes.mapValues(\.other), forKey: .axesAgainst)
    }
    try row.encodeIfPresent(judgement.swapped?.inOrder, forKey: .inOrder)
    try row.encodeIfPresent(judgement.swapped?.swapped, forKey: .swapped)
    try row.encodeIfPresent(judgement.isShownFirst, forKey: .isShownFirst)
    try row.encodeIfPresent(judgement.labeler, forKey: .labeler)
    try row.encodeIfPresent(own.tokenCount, forKey: .tokens)
    try row.encodeIfPresent(other.tokenCount, forKey: .tokensAgainst)
    try row.encodeIfPresent(own.isFinished, forKey: .finished)
    try row.encodeIfPresent(other.isFinished, forKey: .finishedAgainst)
  }
}

/// Writes rows as JSON lines.
func write(_ rows: [ContestRow], to path: String) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  let lines = try rows.reduce(into: Data()) { try $0 += encoder.encode($1) + Data("\n".utf8) }
  try lines.write(to: URL(fileURLWithPath: path), options: .atomic)
}
