import Batches

/// Which rows each step takes: a function of the seed alone, so that a resumed run meets the same
/// batches as one that was never interrupted.
///
/// Rows may come in groups that are not parted. Each epoch draws an order of the groups, and cuts
/// it into batches without cutting a group (`batches(of:size:)`). Groups of one row each give
/// batches of just the size that was asked for, the last of an epoch excepted.
final class BatchSchedule {
  private let groups: [[Int]]
  private let batchSize: Int
  private let seed: UInt64
  private let shuffles: Bool
  /// The number of steps in all.
  let stepCount: Int

  /// The first step of each epoch, and the step after the last one.
  private let starts: [Int]
  private var current: (epoch: Int, batches: [[Int]]) = (-1, [])

  /// Plans the steps over rows each of which stands alone.
  convenience init(rowCount: Int, _ configuration: OptimizationConfiguration, seed: UInt64) {
    self.init(groups: (0..<rowCount).map { [$0] }, configuration, seed: seed)
  }

  /// Plans the steps over groups of rows that stay together.
  ///
  /// - Parameter groups: The indices of each group's rows.
  init(groups: [[Int]], _ configuration: OptimizationConfiguration, seed: UInt64) {
    self.groups = groups
    self.seed = seed
    (batchSize, shuffles) = (configuration.batchSize, configuration.shuffles)
    let limit = configuration.maximumSteps > 0 ? configuration.maximumSteps : Int.max
    // Groups of one size make as many batches in any order.
    let isUniform = Set(groups.map(\.count)).count < 2
    var starts = [0]
    var stepsOfEpoch = 0
    for epoch in 0..<configuration.epochs {
      guard starts[epoch] < limit else { break }
      if epoch == 0 || !isUniform {
        let order = Self.order(of: groups.count, seed, epoch, shuffles: configuration.shuffles)
        stepsOfEpoch = batches(of: order.map { groups[$0] }, size: configuration.batchSize).count
      }
      starts.append(starts[epoch] + stepsOfEpoch)
    }
    self.starts = starts
    stepCount = min(limit, starts[starts.count - 1])
  }

  /// The indices of the rows of a step; the first step is 0.
  func rows(at step: Int) -> [Int] {
    let epoch = epoch(of: step)
    return plan(of: epoch)[step - starts[epoch]]
  }

  /// How many rows the steps before `step` took.
  func rowCount(before step: Int) -> Int {
    let epoch = epoch(of: step)
    let before = epoch * groups.reduce(0) { $0 + $1.count }
    guard step > starts[epoch] else { return before }
    return plan(of: epoch).prefix(step - starts[epoch]).reduce(before) { $0 + $1.count }
  }

  /// How many passes over the data were made after `step` steps.
  func epoch(after step: Int) -> Double {
    let epoch = epoch(of: step)
    guard epoch + 1 < starts.count else { return Double(epoch) }
    let count = starts[epoch + 1] - starts[epoch]
    return Double(epoch * count + step - starts[epoch]) / Double(count)
  }

  /// The epoch that a step is in; for the one after the last, the number of epochs.
  private func epoch(of step: Int) -> Int { starts.lastIndex { $0 <= step } ?? 0 }

  private func plan(of epoch: Int) -> [[Int]] {
    if current.epoch != epoch {
      let order = Self.order(of: groups.count, seed, epoch, shuffles: shuffles)
      current = (epoch, batches(of: order.map { groups[$0] }, size: batchSize))
    }
    return current.batches
  }

  private static func order(
    of count: Int, _ seed: UInt64, _ epoch: Int, shuffles: Bool
  ) -> [Int] {
    shuffles ? epochOrder(of: count, seed: seed, epoch: epoch) : Array(0..<count)
  }
}
