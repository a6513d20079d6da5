import Batches
import Testing

@testable import Training

@Suite("Schedules of batches")
struct BatchScheduleTests {
  private func configuration(
    batchSize: Int = 8, epochs: Int = 3, maximumSteps: Int = 0, shuffles: Bool = true
  ) -> OptimizationConfiguration {
    var configuration = OptimizationConfiguration()
    configuration.batchSize = batchSize
    configuration.epochs = epochs
    configuration.maximumSteps = maximumSteps
    configuration.shuffles = shuffles
    return configuration
  }

  /// Groups of 1, 2, 3, 6, 10 … rows in a row.
  private var groups: [[Int]] {
    let sizes = (0..<40).map { [1, 1, 2, 3, 6, 6, 10, 15][$0 % 8] }
    var next = 0
    return sizes.map { size in
      defer { next += size }
      return Array(next..<next + size)
    }
  }

  @Test(
    "no group is in two batches, and each epoch has every row once", arguments: [1, 2, 3, 17, 99])
  func whole(seed: UInt64) {
    let schedule = BatchSchedule(groups: groups, configuration(), seed: seed)
    let rowCount = groups.joined().count
    var steps = 0..<0
    for epoch in 1...3 {
      let end = (0...schedule.stepCount).first { schedule.epoch(after: $0) == Double(epoch) }
      steps = steps.upperBound..<(end ?? 0)
      let batches = steps.map { Set(schedule.rows(at: $0)) }
      #expect(batches.joined().sorted() == Array(0..<rowCount))
      for group in groups {
        #expect(batches.count { !$0.isDisjoint(with: group) } == 1, "\(group) of epoch \(epoch)")
      }
    }
    #expect(steps.upperBound == schedule.stepCount)
  }

  @Test("sizes lie around the one that is asked for")
  func sizes() {
    let schedule = BatchSchedule(groups: groups, configuration(batchSize: 32), seed: 5)
    let sizes = (0..<schedule.stepCount).map { schedule.rows(at: $0).count }
    let mean = Double(sizes.reduce(0, +)) / Double(sizes.count)
    #expect(abs(mean - 32) < 4, "\(sizes)")
    #expect(sizes.allSatisfy { $0 <= 32 + 15 / 2 })
  }

  @Test("a schedule that begins in the middle gives what one from the start gives")
  func resumed() {
    let whole = BatchSchedule(groups: groups, configuration(), seed: 7)
    let all = (0..<whole.stepCount).map { whole.rows(at: $0) }
    for step in [0, 1, 13, whole.stepCount - 1] {
      let resumed = BatchSchedule(groups: groups, configuration(), seed: 7)
      #expect((step..<whole.stepCount).map { resumed.rows(at: $0) } == Array(all[step...]))
    }
    #expect(whole.rows(at: 0) == all[0])
  }

  @Test("rows without groups come in the order of the epochs, as many as were asked for")
  func ungrouped() {
    let schedule = BatchSchedule(rowCount: 21, configuration(batchSize: 4), seed: 3)
    #expect(schedule.stepCount == 18)
    for step in 0..<18 {
      let order = epochOrder(of: 21, seed: 3, epoch: step / 6)
      #expect(schedule.rows(at: step) == order.chunked(by: 4)[step % 6])
      #expect(schedule.epoch(after: step) == Double(step) / 6)
      #expect(schedule.rowCount(before: step) == step / 6 * 21 + step % 6 * 4)
    }
    #expect(schedule.epoch(after: 18) == 3)
    #expect(schedule.rowCount(before: 18) == 63)
  }

  @Test("a limit of steps holds, and a file's order is kept where nothing is shuffled")
  func limit() {
    let schedule = BatchSchedule(
      groups: groups, configuration(maximumSteps: 5, shuffles: false), seed: 1)
    #expect(schedule.stepCount == 5)
    let batches = (0..<5).map { schedule.rows(at: $0) }
    #expect(batches.map(\.count) == [7, 6, 6, 10, 15])
    #expect(batches.flatMap { $0 } == Array(0..<44))
  }

  @Test("all pairs of a judgement are counted into one batch of DPO")
  func pairs() {
    let sequence = TokenizedSequence(tokens: [1, 2], completionStart: 1)
    let pairs = (0..<12).map {
      TokenizedComparison(chosen: sequence, rejected: sequence, group: .named("\($0 / 6)"))
    }
    var dpo = DPOConfiguration()
    dpo.optimization.batchSize = 4
    #expect(dpo.stepCount(of: pairs, seed: 1) == 2)
    #expect(dpo.oversizedGroupCount(in: pairs) == 2)
    dpo.optimization.batchSize = 12
    #expect(dpo.stepCount(of: pairs, seed: 1) == 1)
    #expect(dpo.oversizedGroupCount(in: pairs) == 0)
  }
}
