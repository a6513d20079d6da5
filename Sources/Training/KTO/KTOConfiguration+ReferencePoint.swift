public import Batches
import Models
import Objectives
import Scoring
import Torch

extension KTOConfiguration {
  /// Finds the point that what completions are worth is measured from, in nats.
  ///
  /// For KTO it is the KL of the policy: the mean log ratio of completions to prompts that are not
  /// theirs, at least 0. The last batch of an epoch may have a single row, which has no other: then it
  /// is 0. For BCO it is δ / β, with δ the mean of all rewards β·r of this step and those before.
  ///
  /// - Parameter rewards: The rewards so far; this step's are added for BCO.
  func referencePoint(
    of policy: LanguageModel, from frozen: FrozenModel, _ rows: [TokenizedSequence],
    _ rewards: inout RunningMoments?
  ) -> Double {
    switch loss {
    case .anchored: return 0
    case .kto:
      guard rows.count > 1 else { return 0 }
      let ratios = logRatios(of: policy, from: frozen, mismatched(rows))
      return max(0, ratios.reduce(0, +) / Double(ratios.count))
    case .binaryClassifier:
      var mean = rewards ?? RunningMoments()
      mean.add(logRatios(of: policy, from: frozen, rows).map { beta * $0 })
      rewards = mean
      return mean.mean / beta
    }
  }

  private func logRatios(
    of policy: LanguageModel, from frozen: FrozenModel, _ rows: [TokenizedSequence]
  ) -> [Double] {
    withoutGradients {
      rows.chunked(by: optimization.rowsPerPass).flatMap { part in
        let batch = SequenceBatch(part, on: policy.device)
        let found = policy.logProbabilities(of: batch, precision: optimization.precision.dtype)
        return (found.ofSequences - frozen.sums(of: part, on: policy.device)).floats
          .map(Double.init)
      }
    }
  }

  /// The point as metrics show it: the KL in nats, or δ, which is a reward.
  func shown(_ point: Double) -> Double { loss == .binaryClassifier ? beta * point : point }

  /// All sequences that the frozen model is asked about: the completions and, for KTO, the prompts of
  /// every step with the completions of others.
  public func sequencesToJudge(
    _ completions: [JudgedSequence], seed: UInt64
  ) -> [TokenizedSequence] {
    let own = completions.map(\.sequence)
    guard loss == .kto else { return own }
    let schedule = BatchSchedule(rowCount: completions.count, optimization, seed: seed)
    return own
      + (0..<schedule.stepCount).flatMap { step in
        mismatched(schedule.rows(at: step).map { own[$0] })
      }
  }
}

extension ProspectLoss {
  /// What metrics call the point that is measured from.
  var pointName: String {
    switch self {
    case .kto, .anchored: "kl"
    case .binaryClassifier: "delta"
    }
  }
}
