public import Models

/// A part of a step, by what it needs beside weights and moments.
public enum MemoryWork: Sendable, Equatable {
  /// One forward and backward pass.
  ///
  /// - Parameters:
  ///   - graphs: The models that get a gradient, in the order in which they are asked; all graphs
  ///     are there before the first backward pass.
  ///   - frozen: Models that are asked without gradients while the graphs are there.
  ///   - accumulates: Whether gradients of earlier passes are there.
  case update(graphs: [MemoryCosts], frozen: [MemoryCosts], PassSize, accumulates: Bool)
  /// Passes without gradients.
  case reading([MemoryCosts], PassSize)
  /// Completions being written.
  ///
  /// - Parameters:
  ///   - rows: How many go on side by side.
  ///   - othersWait: Whether prompts wait for the room of rows that have ended.
  case writing(MemoryCosts, rows: Int, promptTime: Int, newTokens: Int, othersWait: Bool = false)
}

extension MemoryWork {
  /// What is there at its several times, without weights and moments.
  func moments(gradientBytes: Int) -> [MemoryPlan.Moment] {
    switch self {
    case .update(let graphs, let frozen, let pass, let accumulates):
      updateMoments(graphs, frozen, pass, accumulates ? gradientBytes : 0, gradientBytes)
    case .reading(let models, let pass):
      models.map { model in
        MemoryPlan.Moment(
          name: "reading without gradients",
          bytes: [
            .activations: model.passingBytes(of: pass), .logits: model.workingLogitBytes(of: pass),
          ])
      }
    case .writing(let model, let rows, let promptTime, let newTokens, let othersWait):
      [writingMoment(model, rows, promptTime, newTokens, othersWait)]
    }
  }

  private func updateMoments(
    _ graphs: [MemoryCosts], _ frozen: [MemoryCosts], _ pass: PassSize, _ earlier: Int,
    _ gradients: Int
  ) -> [MemoryPlan.Moment] {
    let kept = graphs.reduce(0) { $0 + $1.keptBytes(of: pass) }
    let keptLogits = graphs.reduce(0) { $0 + $1.keptLogitBytes(of: pass) }
    let working = graphs.map { $0.workingLogitBytes(of: pass) }.max() ?? 0
    let passing = graphs.map { $0.passingBytes(of: pass) }.max() ?? 0
    let head = graphs.map(\.headBytes).max() ?? 0
    func moment(
      _ name: String, _ activations: Int, _ logits: Int, gradients: Int = earlier
    ) -> MemoryPlan.Moment {
      MemoryPlan.Moment(
        name: name,
        bytes: [.gradients: gradients, .activations: activations, .logits: logits])
    }
    let asked = frozen.map { model in
      moment(
        "asking a frozen model", kept + model.passingBytes(of: pass),
        keptLogits + model.workingLogitBytes(of: pass))
    }
    return asked + [
      moment("backward through the head", kept, working + keptLogits),
      moment("backward through the last layer", kept + passing, 0, gradients: earlier + head),
      // The embedding's gradient comes last, and once more where the head shares its weights.
      moment("end of the backward pass", passing, 0, gradients: gradients + head),
    ]
  }

  private func writingMoment(
    _ model: MemoryCosts, _ rows: Int, _ promptTime: Int, _ newTokens: Int, _ othersWait: Bool
  ) -> MemoryPlan.Moment {
    let prompts = PassSize(
      tokenCount: rows * promptTime, time: promptTime, predictedCount: rows)
    // Where prompts take the room of rows that have ended, there are two caches for a moment.
    let cache = rows * (promptTime + newTokens) * model.cacheBytesPerToken
    let copies = othersWait ? cache : 0
    return MemoryPlan.Moment(
      name: "writing completions",
      bytes: [
        .cache: cache + copies, .activations: model.passingBytes(of: prompts),
        .logits: model.workingLogitBytes(of: prompts),
      ])
  }
}
