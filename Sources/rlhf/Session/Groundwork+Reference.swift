import Batches
import Foundation
import Models
import Runs
import Training

extension Groundwork {
  /// The frozen model beside a policy or, where a folder keeps it, what it says of all rows.
  ///
  /// The model is opened only where the folder does not have what it says.
  ///
  /// - Parameters:
  ///   - path: The frozen model's folder; empty for the model to start from.
  ///   - cache: The folder that keeps what frozen models say; empty for none.
  ///   - sequences: All that it will be asked about.
  func frozenReference(
    _ path: String, for policy: LanguageModel, keptIn cache: String,
    _ optimization: OptimizationConfiguration, asking sequences: () -> [TokenizedSequence]
  ) throws -> FrozenModel {
    guard !cache.isEmpty else {
      return FrozenModel(try reference(path, for: policy), nil, optimization.precision)
    }
    let folder = path.isEmpty ? model : URL(fileURLWithPath: path)
    guard !hasAdapters(folder) else {
      throw RefusedInput(
        "\(displayed(folder)) has adapters, and reference_cache tells whole models apart; make one with "
          + "rlhf merge, or leave reference_cache out")
    }
    let answers = try ReferenceCache(
      URL(fileURLWithPath: cache), fingerprint: checkpointHash(of: folder),
      precision: optimization.precision, rowsPerPass: optimization.rowsPerPass
    ).logProbabilities(of: sequences()) { try languageModel(path, called: "the reference") }
    note(
      answers.wereKept
        ? "What the reference says was found in \(cache)"
        : "What the reference says is kept in \(cache)")
    return FrozenModel(nil, answers.found, optimization.precision)
  }
}
