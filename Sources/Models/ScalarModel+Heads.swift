import NeuralNetworks
import Torch

extension ScalarModel {
  /// A model of its own with some of the heads, on a copy of the trunk.
  ///
  /// - Precondition: The heads are there.
  public func keeping(heads: [Int]) throws -> ScalarModel {
    precondition(
      !heads.isEmpty && heads.allSatisfy((0..<headCount).contains),
      "heads \(heads) of \(headCount)")
    var kept = configuration
    kept.rewardHeads = RewardHeads(
      count: heads.count, stepSeparator: configuration.rewardHeads.stepSeparator)
    kept.rewardHeads.shifts = heads.map { configuration.rewardHeads.shifts[$0] }
    let rows = withoutGradients { scoreWeight.rows(at: Tensor(heads, on: device)) }
    let source = SelectedHeads(StoredParameters(of: parameters), head: rows)
    let model = try ScalarModel(kept, ParameterStore(from: source, in: dtype, on: device))
    try model.parameters.finish { $0 == scoreName }
    return model
  }

  /// Moves and stretches the scores of each head, so that those that are given get mean 0 and
  /// standard deviation 1.
  ///
  ///     r ← (r − μ) / σ
  ///
  /// The division goes into the head's weights, and the rest into the configuration. No preference
  /// changes; σ is the square root of the mean squared distance from μ.
  ///
  /// - Parameter scores: Of the texts that the rewards are measured against, for each head.
  ///   `[heads][texts]`
  /// - Throws: `ModelError.constantScores` when a head gives all texts the same score.
  public func normalizeScores(by scores: [[Double]]) throws {
    precondition(scores.count == headCount, "scores of \(scores.count) of \(headCount) heads")
    let moments = scores.map { texts in
      let mean = texts.reduce(0, +) / Double(texts.count)
      let variance = texts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(texts.count)
      return (mean: mean, deviation: variance.squareRoot())
    }
    if let head = moments.firstIndex(where: { !($0.deviation > 1e-8 * max(1, abs($0.mean))) }) {
      throw ModelError.constantScores(head: head, textCount: scores[head].count)
    }
    let shifts = zip(configuration.rewardHeads.shifts, moments).map {
      ($0 - $1.mean) / $1.deviation
    }
    configuration.rewardHeads.shifts = shifts
    withoutGradients {
      let scales = Tensor(moments.map { 1 / $0.deviation }, on: device).to(dtype).unsqueezed(1)
      scoreWeight.assign(scoreWeight * scales)
    }
  }
}

/// The weights of a model, with other heads.
private final class SelectedHeads: ParameterSource {
  private let trunk: any ParameterSource
  private let head: Tensor

  init(_ trunk: any ParameterSource, head: Tensor) {
    self.trunk = trunk
    self.head = head
  }

  func tensor(named name: String, shape: [Int], initially: Initialization) throws -> Tensor {
    name == scoreName
      ? head : try trunk.tensor(named: name, shape: shape, initially: initially)
  }

  var unused: [String] { trunk.unused }
  var place: String { trunk.place }
}
