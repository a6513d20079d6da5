import Models

/// How much memory a run will take, and when it takes most.
public struct MemoryPlan: Sendable, Equatable {
  /// What memory is taken for.
  public enum Part: String, Sendable, CaseIterable, Codable {
    /// The engine, the tokenizer and the rows.
    case process
    /// Weights, adapters among them.
    case weights
    /// AdamW's moments.
    case moments
    /// Gradients of all that learns.
    case gradients
    /// What layers keep for the backward pass, and work with.
    case activations
    /// Logits, log probabilities over the vocabulary and their gradients.
    case logits
    /// Keys and values of what is being written.
    case cache
  }

  /// What is there at one time of a step.
  public struct Moment: Sendable, Equatable {
    /// What happens then.
    public let name: String
    /// Bytes by part.
    public let bytes: [Part: Int]

    /// All of them.
    public var total: Int { bytes.values.reduce(0, +) }
  }

  /// The models of the run.
  public let models: [PlannedModel]
  /// Bytes of the engine, the tokenizer and the rows.
  public let processBytes: Int
  /// What is there, one time of a step after another.
  public let moments: [Moment]

  /// Lays out a run.
  ///
  /// - Parameters:
  ///   - processBytes: What the process takes before any model is opened.
  ///   - works: What is done in a step, in all its sizes.
  public init(_ models: [PlannedModel], processBytes: Int, _ works: [MemoryWork]) {
    self.models = models
    self.processBytes = processBytes
    let always: [Part: Int] = [
      .process: processBytes, .weights: models.reduce(0) { $0 + $1.weightBytes },
      .moments: models.reduce(0) { $0 + $1.momentBytes },
    ]
    let gradients = models.reduce(0) { $0 + $1.gradientBytes }
    let step = Moment(name: "step of the optimizer", bytes: [.gradients: gradients])
    moments = ([step] + works.flatMap { $0.moments(gradientBytes: gradients) }).map { moment in
      Moment(name: moment.name, bytes: moment.bytes.merging(always) { $0 + $1 })
    }
  }

  /// When most is taken.
  public var peak: Moment {
    moments.max { $0.total < $1.total } ?? moments[0]
  }

  /// What no size of a batch changes: the process, weights, moments and gradients, all of which are
  /// there at each step of the optimizer.
  public var leastBytes: Int { moments[0].total }

  /// Numbers of all weights that are there once.
  public var parameterCount: Int {
    models.reduce(0) {
      $0 + ($1.sharesWeights ? 0 : $1.costs.parameterCount)
        + ($1.learns ? $1.costs.adapterCount : 0)
    }
  }

  /// Numbers that learn.
  public var trainedCount: Int { models.reduce(0) { $0 + $1.trainedCount } }
}
