import Foundation

/// How the learning rate changes from step to step.
///
/// It rises linearly from 0 over the warm-up, then follows a shape down to a share of its peak.
public struct LearningRateSchedule: Codable, Sendable, Equatable {
  /// The course after the warm-up.
  public enum Shape: String, Codable, Sendable, CaseIterable {
    /// Stays at the peak.
    case constant
    /// Falls in a straight line.
    case linear
    /// Falls along half a wave of the cosine.
    case cosine
  }

  /// The course after the warm-up.
  public var shape: Shape
  /// The highest rate.
  public var peak: Double
  /// The number of steps that the rate takes to rise.
  public var warmupSteps: Int
  /// The number of all steps, warm-up included.
  public var totalSteps: Int
  /// The share of the peak that is left after the last step, in `0...1`.
  public var finalFraction: Double

  /// Describes a course.
  public init(
    _ shape: Shape, peak: Double, warmupSteps: Int = 0, totalSteps: Int, finalFraction: Double = 0
  ) {
    self.shape = shape
    self.peak = peak
    self.warmupSteps = warmupSteps
    self.totalSteps = totalSteps
    self.finalFraction = finalFraction
  }

  /// The rate of one step of the optimizer.
  ///
  /// - Parameter step: The number of steps already taken: 0 for the first.
  public func rate(at step: Int) -> Double {
    if step < warmupSteps { return peak * Double(step) / Double(warmupSteps) }
    let fallingSteps = Swift.max(1, totalSteps - warmupSteps)
    let progress = Swift.min(1, Double(step - warmupSteps) / Double(fallingSteps))
    let share: Double
    switch shape {
    case .constant: return peak
    case .linear: share = 1 - progress
    case .cosine: share = (1 + cos(Double.pi * progress)) / 2
    }
    return peak * (finalFraction + (1 - finalFraction) * share)
  }
}
