import Foundation

extension Journal {
  /// Records a step of a loop over rows, and saves when it is time.
  ///
  /// - Parameters:
  ///   - state: Where the loop was before the step; afterwards, where it is.
  ///   - averages: The loop's own metrics.
  ///   - gradientNorm: The norm before clipping.
  ///   - save: Writes the models, the optimizer and the state into an empty folder.
  /// - Returns: Whether to go on.
  func conclude(
    _ state: inout LoopState, _ averages: Averages, gradientNorm: Double,
    _ optimizer: ScheduledOptimizer, _ schedule: BatchSchedule,
    saving save: (LoopState, URL) throws -> Void
  ) throws -> LoopOutcome {
    var metrics = averages.means
    metrics["grad_norm"] = gradientNorm
    metrics["learning_rate"] = optimizer.learningRate(at: state.step)
    metrics["epoch"] = schedule.epoch(after: state.step + 1)
    metrics["num_tokens"] = Double(state.seenTokenCount)
    state.step += 1
    try record(metrics, state.step)
    let reached = state
    return try close(step: state.step, of: schedule.stepCount) { try save(reached, $0) }
  }
}
