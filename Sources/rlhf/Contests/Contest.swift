import Batches
import Datasets
import Evaluation
import Foundation
import Generation
import Models
import Runs
import Scoring
import Statistics

/// Two models that continue the same prompts, and a judge who does not know which is which.
struct Contest {
  private let command: EvaluateCommand
  private let prompts: [Prompt]
  private let sampling: SamplingConfiguration

  /// Reads the prompts.
  init(_ command: EvaluateCommand, prompts file: String) throws {
    self.command = command
    sampling = try command.options.configuration()
    let loaded = try readPrompts(from: URL(fileURLWithPath: file), badRows: command.badRows)
    command.report(skipped: loaded.skipped)
    prompts = command.limited(loaded.rows)
  }

  /// How often the first model's completion is preferred to the second's.
  func findings(of first: String, against second: String) throws -> [Finding] {
    let judge = try Judge(command)
    let (mine, theirs) = (try completions(of: first), try completions(of: second))
    let (scores, others) = (try judge.scores(of: mine), try judge.scores(of: theirs))
    let count = command.count
    let outcomes = prompts.indices.map { prompt in
      (prompt * count..<(prompt + 1) * count).map { Outcome(scores[$0], against: others[$0]) }
    }
    note("\(first) against \(second), \(counted(prompts.count, "prompt")), judged by \(judge.name)")
    return [
      Finding("win_rate", winRate(of: outcomes, seed: command.options.seed)),
      Finding("ties", Double(outcomes.joined().count { $0 == .tie })),
      Finding("mean_score", mean(scores)), Finding("mean_score_against", mean(others)),
      Finding("mean_length", meanLength(mine)), Finding("mean_length_against", meanLength(theirs)),
      Finding("prompts", Double(prompts.count)),
    ]
  }

  private func meanLength(_ episodes: [Episode]) -> Double {
    mean(episodes.map { Double($0.sequence.completion.count) })
  }

  private func completions(of path: String) throws -> [Episode] {
    let open = try OpenModel(folder: URL(fileURLWithPath: path), device: command.options.device)
    let tokenized = try open.sequences.prompts(prompts).rows
    let repeated = tokenized.flatMap { Array(repeating: $0, count: command.count) }
    return try open.model.episodes(
      after: repeated, sampling, seed: command.options.seed, open.tokenizer,
      rowsPerPass: command.batchSize)
  }
}
