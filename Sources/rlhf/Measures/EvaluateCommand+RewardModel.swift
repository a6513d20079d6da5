import Batches
import Datasets
import Evaluation
import Foundation
import HTML
import Models
import Statistics
import Torch

extension EvaluateCommand {
  /// Says how often a reward model prefers what the labelers preferred, how sure it may be, and where
  /// it errs.
  func showAgreement(of path: String, on file: String) throws {
    let (rows, rankings) = try scoredRankings(of: path, on: file)
    let preferences = rankings.flatMap(\.preferences)
    guard !preferences.isEmpty else { throw RefusedInput("\(file): no row has a preference") }
    guard rankings.allSatisfy({ $0.rewards.allSatisfy(\.isFinite) }) else {
      throw RefusedInput("\(path): a reward is not a finite number; check it with rlhf doctor")
    }
    let evaluation = RewardModelEvaluation(of: rankings)
    let accuracy = pairwiseAccuracy(
      chosen: preferences.map(\.chosen), rejected: preferences.map(\.rejected))
    let findings =
      agreement(preferences, accuracy) + ceiling(of: rows, accuracy.accuracy) + trust(evaluation)
    try Finding.show(findings + (json ? slices(evaluation) : []), asJSON: json)
    if !json {
      for table in [evaluation.calibrationTable] + evaluation.sliceTables {
        print("\n\(table.text())", terminator: "")
      }
    }
    guard let reportFile else { return }
    let measures = findings.map {
      Report.KeyValue($0.name.replacing("_", with: " "), $0.words)
    }
    try evaluation.report(title: "The reward model \(path) on \(file)", measures: measures)
      .write(to: URL(fileURLWithPath: reportFile))
    note("The report is in \(reportFile)")
  }

  private func scoredRankings(
    of path: String, on file: String
  ) throws -> (rows: [Ranking], scored: [ScoredRanking]) {
    let folder = URL(fileURLWithPath: path)
    let device = try openDevice(named: options.device)
    let model = try ScalarModel(folder: folder, on: device)
    let tokenizer = try matchingTokenizer(in: folder, model.configuration)
    let sequences = SequenceTokenizer(
      tokenizer, maximumLength: model.configuration.contextLength)
    let loaded = try readRankings(from: URL(fileURLWithPath: file), badRows: badRows)
    var skipped = loaded.skipped
    // One by one, so that each keeps what is known of it beside its tokens.
    let rows = try limited(loaded.rows).flatMap { row in
      let converted = try sequences.rankings([row], badRows: badRows)
      skipped += converted.skipped
      return converted.rows.map { RankingRow(row: row, tokens: $0) }
    }
    report(skipped: skipped)
    return (rows.map(\.row), scored(rows, by: model, rowsPerPass: batchSize))
  }

  private func agreement(
    _ pairs: [(chosen: Double, rejected: Double)], _ found: PairwiseAccuracy
  ) -> [Finding] {
    return [
      Finding("accuracy", found.accuracy),
      Finding("mean_margin", mean(pairs.map { $0.chosen - $0.rejected })),
      Finding("mean_chosen_reward", mean(pairs.map(\.chosen))),
      Finding("mean_rejected_reward", mean(pairs.map(\.rejected))),
      Finding("pairs", Double(found.pairCount)), Finding("ties", Double(found.tieCount)),
    ]
  }

  /// How far its probabilities and its scores can be trusted.
  private func trust(_ evaluation: RewardModelEvaluation) -> [Finding] {
    let calibration = evaluation.calibration
    let unknown = Estimate(value: .nan, lower: .nan, upper: .nan)
    return [
      Finding("calibration_error", calibration.expectedError),
      Finding("calibration_error_by_mass", evaluation.calibrationByMass.expectedError),
      Finding("brier_score", calibration.brierScore),
      Finding("negative_log_likelihood", calibration.negativeLogLikelihood),
      Finding("best_temperature", evaluation.temperature ?? unknown),
      Finding("length_pearson", evaluation.lengths.pearson ?? unknown),
      Finding("length_spearman", evaluation.lengths.spearman ?? unknown),
    ]
  }

  /// The accuracies of the parts and the bins of the calibration curve, for programs.
  private func slices(_ evaluation: RewardModelEvaluation) -> [Finding] {
    let parts = evaluation.slicings.flatMap { slicing in
      slicing.slices.map { Finding("accuracy \(slicing.title): \($0.name)", $0.share) }
    }
    let bins = evaluation.calibration.bins.map { bin in
      Finding("calibration at \(decimal(bin.meanConfidence, places: 4))", bin.frequency)
    }
    return parts + bins
  }
}
