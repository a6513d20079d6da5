import Batches
import Datasets
import Evaluation
import Foundation
import Models
import Statistics
import Torch

extension EvaluateCommand {
  /// How well a language model foretells the completions of demonstrations.
  func foresight(of folder: String, on file: String) throws -> [Finding] {
    let open = try OpenModel(folder: URL(fileURLWithPath: folder), device: options.device)
    let loaded = try readDemonstrations(from: URL(fileURLWithPath: file), badRows: badRows)
    let sequences = try open.sequences.sequences(limited(loaded.rows), badRows: badRows)
    report(skipped: loaded.skipped + sequences.skipped)
    let found = open.model.likelihood(of: sequences.rows, rowsPerPass: batchSize)
    guard found.tokenCount > 0 else { throw RefusedInput("\(file): no row can be measured") }
    return [
      Finding("loss", found.loss), Finding("perplexity", found.perplexity),
      Finding("token_accuracy", found.accuracy), Finding("rows", Double(sequences.rows.count)),
      Finding("tokens", Double(found.tokenCount)),
    ]
  }

  /// How often a reward model prefers what the labelers preferred.
  func agreement(of path: String, on file: String) throws -> [Finding] {
    let folder = URL(fileURLWithPath: path)
    let device = try openDevice(named: options.device)
    let model = try ScalarModel(folder: folder, on: device)
    let tokenizer = try matchingTokenizer(in: folder, model.configuration)
    let sequences = SequenceTokenizer(
      tokenizer, maximumLength: model.configuration.contextLength)
    let loaded = try readRankings(from: URL(fileURLWithPath: file), badRows: badRows)
    let rankings = try sequences.rankings(limited(loaded.rows), badRows: badRows)
    report(skipped: loaded.skipped + rankings.skipped)
    let scores = RankingScores(of: rankings.rows, by: model, rowsPerPass: batchSize)
    guard !scores.chosen.isEmpty else { throw RefusedInput("\(file): no row has a preference") }
    let found = pairwiseAccuracy(chosen: scores.chosen, rejected: scores.rejected)
    return [
      Finding("accuracy", found.accuracy), Finding("mean_margin", scores.meanMargin),
      Finding("mean_chosen_reward", mean(scores.chosen)),
      Finding("mean_rejected_reward", mean(scores.rejected)),
      Finding("pairs", Double(found.pairCount)), Finding("ties", Double(found.tieCount)),
    ]
  }

  /// What is done with rows that cannot be used.
  var badRows: BadRowPolicy { skipBadRows ? .skip : .refuse }

  /// The first rows, as many as were asked for.
  func limited<Row>(_ rows: [Row]) -> [Row] { limit > 0 ? Array(rows.prefix(limit)) : rows }

  /// Says which rows were left out.
  func report(skipped: [BadRow]) {
    if !skipped.isEmpty { note("\(counted(skipped.count, "row")) skipped") }
    for row in skipped.prefix(3) { note("  skipped: \(row.report)") }
  }
}
