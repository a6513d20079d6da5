public import Foundation

/// Where a loop writes down what happens, and hears that it should stop.
///
/// A command connects it to a run's folder and a progress line, a test to arrays.
public struct Journal {
  /// Takes the metrics of a step that was made; the first step is 1.
  public var record: (_ metrics: [String: Double], _ step: Int) throws -> Void
  /// Keeps what the closure writes into an empty folder as the checkpoint of a step.
  public var saveCheckpoint: (_ step: Int, _ write: (URL) throws -> Void) throws -> Void
  /// The checkpoint to go on from, if the run is a resumed one.
  public var checkpoint: URL?
  /// The path of the last checkpoint, for error messages.
  public var lastCheckpoint: () -> String?
  /// Whether someone asked to stop.
  public var isInterrupted: () -> Bool
  /// Steps between checkpoints; 0 saves none before the end.
  public var stepsBetweenCheckpoints: Int

  /// Connects a journal; by default nothing is kept.
  public init(
    checkpoint: URL? = nil, stepsBetweenCheckpoints: Int = 0,
    record: @escaping ([String: Double], Int) throws -> Void = { _, _ in },
    saveCheckpoint: @escaping (Int, (URL) throws -> Void) throws -> Void = { _, _ in },
    lastCheckpoint: @escaping () -> String? = { nil },
    isInterrupted: @escaping () -> Bool = { false }
  ) {
    self.checkpoint = checkpoint
    self.stepsBetweenCheckpoints = stepsBetweenCheckpoints
    self.record = record
    self.saveCheckpoint = saveCheckpoint
    self.lastCheckpoint = lastCheckpoint
    self.isInterrupted = isInterrupted
  }

  /// Ends a step: saves when it is time or someone asked to stop, and says whether to go on.
  ///
  /// - Returns: `.interrupted` when the loop must stop here.
  func close(
    step: Int, of stepCount: Int, saving write: (URL) throws -> Void
  ) throws -> LoopOutcome {
    let stops = isInterrupted() && step < stepCount
    let isDue = stepsBetweenCheckpoints > 0 && step % stepsBetweenCheckpoints == 0
    if stops || (isDue && step < stepCount) { try saveCheckpoint(step, write) }
    return stops ? .interrupted(step: step) : .finished
  }
}

/// How a loop ended.
public enum LoopOutcome: Sendable, Equatable {
  /// All steps were made.
  case finished
  /// Someone asked to stop; the state after `step` was saved.
  case interrupted(step: Int)
}
