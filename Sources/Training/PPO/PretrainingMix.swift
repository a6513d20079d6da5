import Batches
import Models
import Objectives
import Runs
import Scoring
import Torch

/// Texts that the policy goes on to learn beside the reward, so as not to forget them.
///
/// The last term of Ouyang et al. 2022 (arXiv:2203.02155), equation 2: γ·E[log π(x)]. They are
/// visited in an endless row of passes, each in an order of its own: which texts an update takes
/// follows from its number alone, and a resumed run meets the same ones.
final class PretrainingMix {
  private let sequences: [TokenizedSequence]
  private let passes: EndlessPasses

  init(_ sequences: [TokenizedSequence], seed: UInt64) {
    self.sequences = sequences
    passes = EndlessPasses(over: sequences.count, seed: derivedSeed(seed, "ptx"))
  }

  /// The texts of an update.
  ///
  /// - Parameters:
  ///   - update: Its number among all that are planned, the first being 0.
  ///   - size: How many texts an update takes.
  func rows(at update: Int, size: Int) -> [TokenizedSequence] {
    (update * size..<(update + 1) * size).map { sequences[passes.row(at: $0)] }
  }

  /// Adds the gradient of γ times the mean cross-entropy of an update's texts.
  ///
  /// - Parameter episodeCount: The episodes of the update.
  func accumulateGradient(
    in policy: LanguageModel, at update: Int, episodeCount: Int,
    _ configuration: PPOConfiguration, _ averages: inout Averages
  ) {
    guard configuration.ptxCoefficient > 0 else { return }
    let size = configuration.ptxBatchSize
    let rows = rows(at: update, size: size > 0 ? size : episodeCount)
    let tokenCount = rows.reduce(0) { $0 + $1.learnedTokenCount }
    for part in rows.chunked(by: configuration.optimization.rowsPerPass) {
      let found = policy.logProbabilities(
        of: SequenceBatch(part, on: policy.device),
        precision: configuration.optimization.precision.dtype)
      let total = crossEntropySum(of: found.values)
      (configuration.ptxCoefficient * total / Double(tokenCount)).backward()
      averages.add("loss/ptx_avg", total.value, over: found.tokenCount)
    }
  }
}
