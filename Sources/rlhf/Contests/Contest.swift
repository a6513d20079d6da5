import Batches
import Datasets
import Foundation
import Generation
import Runs
import Scoring
import Statistics

/// Two models that continue the same prompts, and a judge who does not know which is which.
struct Contest {
  /// What came of a contest.
  struct Result {
    /// The rows, those of one prompt beside each other.
    var rows: [ContestRow] = []
    /// The mean entropy of each model's predictions.
    var entropies: OwnAndOther?
    /// What is known of the win rate whenever one looks, where that was asked for.
    var sequence: ConfidenceSequence?
  }

  private let command: EvaluateCommand
  /// All prompts, in the order in which they are asked.
  let prompts: [Contestant.Numbered]
  private let sampling: SamplingConfiguration

  /// Reads the prompts.
  init(_ command: EvaluateCommand, prompts file: String) throws {
    self.command = command
    sampling = try command.options.configuration()
    let loaded = try readPrompts(from: URL(fileURLWithPath: file), badRows: command.badRows)
    command.report(skipped: loaded.skipped)
    var numbered: [Contestant.Numbered] = command.limited(loaded.rows).enumerated().map { ($0, $1) }
    // Who stops early must not have asked the easy half.
    if command.contest.untilSure {
      var generator = SeededGenerator(seed: derivedSeed(command.options.seed, "order of prompts"))
      numbered.shuffle(using: &generator)
    }
    prompts = numbered
  }

  /// Asks both models and the judge.
  func result(of first: String, against second: String, _ judge: any ContestJudge) throws -> Result
  {
    command.contest.untilSure
      ? try resultUntilSure(of: first, against: second, judge)
      : try resultOfAll(of: first, against: second, judge)
  }

  /// What both models write, without a judgement.
  func completions(
    of first: String, against second: String
  ) throws -> (
    pairs: [EpisodePair], entropies: OwnAndOther
  ) {
    // One model after the other: they need not fit into memory together.
    func written(by path: String) throws -> ([Episode], Double) {
      let model = try Contestant(path, sampling, command)
      return (try model.episodes(after: prompts), model.entropy)
    }
    let (own, others) = (try written(by: first), try written(by: second))
    return (
      zip(own.0, others.0).map { EpisodePair(first: $0, second: $1) },
      OwnAndOther(own: own.1, other: others.1)
    )
  }

  private func resultOfAll(
    of first: String, against second: String, _ judge: any ContestJudge
  ) throws -> Result {
    let (pairs, entropies) = try completions(of: first, against: second)
    return Result(rows: try rows(prompts, pairs, judge), entropies: entropies)
  }

  private func resultUntilSure(
    of first: String, against second: String, _ judge: any ContestJudge
  ) throws -> Result {
    let own = try Contestant(first, sampling, command)
    let other = try Contestant(second, sampling, command)
    var result = Result()
    var sequence = ConfidenceSequence()
    for part in prompts.chunked(by: command.batchSize) {
      let pairs = zip(try own.episodes(after: part), try other.episodes(after: part)).map {
        EpisodePair(first: $0, second: $1)
      }
      let found = try rows(part, pairs, judge)
      result.rows += found
      for ofPrompt in found.chunked(by: command.count) {
        sequence.observe(mean(ofPrompt.map(\.judgement.outcome.credit)))
      }
      if sequence.standing() != .open { break }
    }
    result.entropies = OwnAndOther(own: own.entropy, other: other.entropy)
    result.sequence = sequence
    return result
  }

  private func rows(
    _ prompts: [Contestant.Numbered], _ pairs: [EpisodePair], _ judge: any ContestJudge
  ) throws -> [ContestRow] {
    zip(pairs, try judge.judgements(on: pairs)).enumerated().map { index, found in
      let (pair, judgement) = found
      let numbered = prompts[index / command.count]
      return ContestRow(
        promptIndex: numbered.index, prompt: numbered.prompt.content,
        own: ContestSide(pair.first), other: ContestSide(pair.second), judgement: judgement)
    }
  }
}
