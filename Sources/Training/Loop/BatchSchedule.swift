import Batches

/// Which rows each step takes: a function of the seed alone, so that a resumed run meets the same
/// batches as one that was never interrupted.
final class BatchSchedule {
  private let rowCount: Int
  private let batchSize: Int
  private let seed: UInt64
  private let shuffles: Bool
  /// The number of steps in all.
  let stepCount: Int

  private let stepsPerEpoch: Int
  private var current: (epoch: Int, order: [Int]) = (-1, [])

  init(rowCount: Int, _ configuration: OptimizationConfiguration, seed: UInt64) {
    self.rowCount = rowCount
    self.seed = seed
    batchSize = configuration.batchSize
    shuffles = configuration.shuffles
    stepsPerEpoch = configuration.stepsPerEpoch(rows: rowCount)
    stepCount = configuration.stepCount(rows: rowCount)
  }

  /// The indices of the rows of a step; the first step is 0.
  func rows(at step: Int) -> [Int] {
    let epoch = step / stepsPerEpoch
    let start = step % stepsPerEpoch * batchSize
    let range = start..<min(start + batchSize, rowCount)
    return Array(order(of: epoch)[range])
  }

  /// How many rows the steps before `step` took.
  func rowCount(before step: Int) -> Int {
    let (epochs, rest) = step.quotientAndRemainder(dividingBy: stepsPerEpoch)
    return epochs * rowCount + min(rest * batchSize, rowCount)
  }

  /// How many passes over the data were made after `step` steps.
  func epoch(after step: Int) -> Double { Double(step) / Double(stepsPerEpoch) }

  private func order(of epoch: Int) -> [Int] {
    if current.epoch != epoch {
      let order =
        shuffles ? epochOrder(of: rowCount, seed: seed, epoch: epoch) : Array(0..<rowCount)
      current = (epoch, order)
    }
    return current.order
  }
}
