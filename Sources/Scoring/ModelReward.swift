public import Batches
public import Models
public import Torch

/// A reward given by a trained reward model, or by several.
///
/// Each must share the policy's vocabulary: it reads the very ids that were sampled. All heads of all
/// models are the members of one ensemble, and a rule makes one score of theirs.
public struct ModelReward: Reward {
  private let models: [ScalarModel]
  private let microBatchSize: Int
  private let precision: DType
  private let rule: EnsembleRule
  private let uncertaintyWeight: Double

  /// Wraps a reward model.
  ///
  /// - Parameter microBatchSize: How many completions one forward pass takes.
  public init(_ model: ScalarModel, microBatchSize: Int = 16, precision: DType = .float32) {
    self.init([model], microBatchSize: microBatchSize, precision: precision)
  }

  /// Wraps several reward models, or one with several heads.
  ///
  /// - Parameters:
  ///   - rule: How the members' scores become one.
  ///   - uncertaintyWeight: λ of `uncertaintyWeighted`.
  public init(
    _ models: [ScalarModel], rule: EnsembleRule = .mean, uncertaintyWeight: Double = 0,
    microBatchSize: Int = 16, precision: DType = .float32
  ) {
    precondition(!models.isEmpty, "no reward model")
    self.models = models
    self.rule = rule
    self.uncertaintyWeight = uncertaintyWeight
    self.microBatchSize = microBatchSize
    self.precision = precision
  }

  /// Reads the score at each episode's last token.
  public func scores(of episodes: [Episode]) throws -> [Double] {
    rule.scores(of: try memberScores(of: episodes), uncertaintyWeight: uncertaintyWeight)
  }

  /// The scores, and how far the members of an ensemble are apart about each.
  public func detailedScores(of episodes: [Episode]) throws -> Scores {
    let members = try memberScores(of: episodes)
    let totals = rule.scores(of: members, uncertaintyWeight: uncertaintyWeight)
    guard members.count > 1 else { return Scores(totals: totals) }
    return Scores(
      totals: totals,
      disagreements: episodes.indices.map { index in
        momentsOfScores(members.map { $0[index] }).standardDeviation
      })
  }

  /// What each member says of each episode. `[members][episodes]`
  public func memberScores(of episodes: [Episode]) throws -> [[Double]] {
    let members = models.flatMap { model in
      model.memberRewards(
        of: episodes.map(\.sequence), rowsPerPass: microBatchSize, precision: precision)
    }
    for scores in members {
      if let index = scores.firstIndex(where: { !$0.isFinite }) {
        throw RewardError.notFinite(source: "the reward model", index: index, score: scores[index])
      }
    }
    return members
  }
}

extension ScalarModel {
  /// The reward that each head gives each sequence, without gradients.
  ///
  /// - Parameter rowsPerPass: How many sequences one forward pass takes.
  /// - Returns: `[heads][sequences]`
  public func memberRewards(
    of sequences: [TokenizedSequence], rowsPerPass: Int, precision: DType = .float32
  ) -> [[Double]] {
    let parts = withoutGradients {
      answers(of: sequences, rowsPerPass: rowsPerPass, on: device) { part in
        headRewards(of: SequenceBatch(part, on: device), precision: precision)
          .transposed(0, 1).floats.map(Double.init).chunked(by: part.count)
      }
    }
    return (0..<headCount).map { head in parts.flatMap { $0[head] } }
  }
}
