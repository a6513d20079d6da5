import Datasets
import Foundation

/// What differs between the runs of the training commands.
struct TrainingJob {
  /// The command's name, as in `sft`.
  let command: String
  /// The steps that there are.
  let stepCount: Int
  /// Rows that were left out.
  let skipped: [BadRow]
  /// The metrics beside the progress, with the words for them.
  let shown: [(word: String, metric: String)]
  /// Measures the model on the held-out rows; the names are without `eval_`.
  let heldOutMetrics: () throws -> [String: Double]
  /// Watches the policy, where there is one that samples.
  var watch: Watch?
  /// Writes the model into an empty folder.
  let saveModel: (URL) throws -> Void
  /// What to run next, given the model's path.
  let next: (String) -> String
}
