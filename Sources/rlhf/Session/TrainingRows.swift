import Batches
import Datasets
import Foundation
import Training

/// The rows of a training command as token ids.
struct TrainingRows<Row> {
  /// Those to learn from.
  let training: [Row]
  /// Those to measure with.
  let heldOut: [Row]
  /// Those that cannot be used.
  let skipped: [BadRow]
}

extension Groundwork {
  /// Reads the data file, splits its rows by prompt, and turns them into token ids.
  ///
  /// - Parameters:
  ///   - maximumLength: The most tokens of a sequence.
  ///   - read: Reads rows from a file.
  ///   - tokenize: Turns rows into ids.
  func rows<Row: Prompted & Sendable, Result>(
    maximumLength: Int, reading read: (URL, BadRowPolicy) throws -> Loaded<Row>,
    tokenizing tokenize: (SequenceTokenizer, [Row], BadRowPolicy) throws -> Loaded<Result>
  ) throws -> TrainingRows<Result> {
    let policy: BadRowPolicy = settings.skipBadRows ? .skip : .refuse
    let loaded = try read(data, policy)
    let parts = split(loaded.rows, heldOutFraction: settings.heldOutFraction, seed: settings.seed)
    let threads =
      settings.threads > 0 ? settings.threads : ProcessInfo.processInfo.activeProcessorCount
    let sequences = SequenceTokenizer(tokenizer, maximumLength: maximumLength, threads: threads)
    let training = try tokenize(sequences, parts.training, policy)
    let heldOut = try tokenize(sequences, parts.heldOut, policy)
    let rows = TrainingRows(
      training: training.rows, heldOut: heldOut.rows,
      skipped: loaded.skipped + training.skipped + heldOut.skipped)
    rows.describe()
    guard !rows.training.isEmpty else { throw TrainingError.noRows("rows in \(displayed(data))") }
    return rows
  }
}

extension TrainingRows {
  /// Says how many rows there are, and which were left out.
  fileprivate func describe() {
    note(
      "\(counted(training.count, "row")) to learn from, \(heldOut.count) held out, "
        + "\(skipped.count) skipped")
    for row in skipped.prefix(3) { note("  skipped: \(row.report)") }
    if skipped.count > 3 { note("  and \(skipped.count - 3) more, all in the run's notes.log") }
  }
}

extension BadRow {
  /// The place and what is wrong there, without what to do about it.
  var report: String {
    "\(source): \(column.map { "column ‘\($0)’: " } ?? "")\(reason)"
  }
}
