public import Models

/// A model of a run that is planned.
public struct PlannedModel: Sendable, Equatable {
  /// What it does in the run, as `policy`.
  public let role: String
  /// What it costs.
  public let costs: MemoryCosts
  /// Whether its weights, or its adapters, are trained.
  public let learns: Bool
  /// Whether its weights are another model's, too, so that they are there once.
  public let sharesWeights: Bool

  /// Describes a model.
  public init(role: String, _ costs: MemoryCosts, learns: Bool, sharesWeights: Bool = false) {
    self.role = role
    self.costs = costs
    self.learns = learns
    self.sharesWeights = sharesWeights
  }

  /// Bytes of weights and adapters.
  public var weightBytes: Int {
    (sharesWeights ? 0 : costs.weightBytes) + (learns ? costs.adapterCount * 4 : 0)
  }

  /// Numbers that learn.
  public var trainedCount: Int { learns ? costs.trainedCount : 0 }

  /// Bytes of the gradients of all that learns.
  public var gradientBytes: Int { trainedCount * 4 }

  /// Bytes of AdamW's two moments.
  public var momentBytes: Int { 2 * trainedCount * 4 }
}
