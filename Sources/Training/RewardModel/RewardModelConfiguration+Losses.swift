import Batches
import Models
import Objectives
import Torch

extension RewardModelConfiguration {
  /// The loss of a micro-batch: the sum over its rankings, and the mean over the heads.
  ///
  /// - Parameters:
  ///   - rewards: What each head says of each completion. `[completions, heads]`
  ///   - rows: Where the rankings stand among all that there are.
  func loss(
    _ rewards: Tensor, _ rankings: [TokenizedRanking], _ rows: [Int], _ batch: RankingBatch,
    _ samples: HeadSamples
  ) -> Tensor {
    // ODIN's preference is that of both heads together.
    let columns =
      lengthDebiasing == .odin
      ? [rewards.sum(along: 1)] : (0..<heads).map { rewards.select($0, along: 1) }
    let losses = columns.enumerated().map { head, column in
      loss(
        ofHead: column, rankings, batch,
        counts: samples.counts(of: rows, head: head, on: rewards.device))
    }
    return losses.dropFirst().reduce(losses[0], +) / Double(losses.count)
  }

  private func loss(
    ofHead rewards: Tensor, _ rankings: [TokenizedRanking], _ batch: RankingBatch, counts: Tensor
  ) -> Tensor {
    let weights = batch.weights * counts.rows(at: batch.places)
    let losses = losses(rewards, rankings, batch, weights, counts).sum()
    guard centeringCoefficient > 0 else { return losses }
    let centering =
      weights
      * centeringPenalty(
        chosenRewards: rewards.rows(at: batch.winners),
        rejectedRewards: rewards.rows(at: batch.losers))
    return losses + centeringCoefficient * centering.sum()
  }

  /// The loss of each pair or choice, weighed so that a ranking's add up to its mean.
  private func losses(
    _ rewards: Tensor, _ rankings: [TokenizedRanking], _ batch: RankingBatch, _ weights: Tensor,
    _ counts: Tensor
  ) -> Tensor {
    guard objective == .plackettLuce else {
      return bradleyTerryLoss(
        rewards: rewards, pairs: (batch.winners, batch.losers), weights: weights,
        margins: usesMargins ? batch.margins : nil)
    }
    let choices = ChoiceBatch(rankings, learnsTies: learnsTies, on: rewards.device)
    return plackettLuceLoss(
      rewards: rewards, chosen: choices.chosen, isLeft: choices.isLeft,
      weights: choices.weights * counts.rows(at: choices.places))
  }

  /// What ODIN asks of the two heads, and its metrics; nothing of other models.
  ///
  /// - Parameter rewards: `[completions, 2]`
  func lengthPenalty(
    _ rewards: Tensor, _ batch: RankingBatch, _ model: ScalarModel,
    _ sequences: [TokenizedSequence],
    _ averages: inout Averages
  ) -> Tensor? {
    guard lengthDebiasing == .odin else { return nil }
    let lengths = Tensor(sequences.map { Float($0.completion.count) }, on: rewards.device)
    let (quality, length) = (rewards.select(0, along: 1), rewards.select(1, along: 1))
    let entanglement = lengthEntanglement(
      qualityRewards: quality, lengthRewards: length, lengths: lengths)
    let overlap = headOverlap(
      model.scoreWeight.select(0, along: 0), model.scoreWeight.select(1, along: 0))
    averages.add("odin/quality_correlation", correlation(quality, lengths).value, over: 1)
    averages.add("odin/length_correlation", correlation(length, lengths).value, over: 1)
    averages.add("odin/head_overlap", overlap.value, over: 1)
    return lengthCorrelationWeight * entanglement + orthogonalityWeight * overlap
  }
}
