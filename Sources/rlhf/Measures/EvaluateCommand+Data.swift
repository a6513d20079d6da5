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
