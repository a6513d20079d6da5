import Synchronization
import Testing

@testable import LabelingWeb

@Suite struct HashingQueueTests {
  /// Counts who is at work, by name and in all.
  private final class Meter: Sendable {
    struct Counts { var now: [String: Int] = [:], mostAtOnce = 0, mostOfOneName = 0, done = 0 }
    let counts = Mutex(Counts())

    func work(_ name: String) async throws {
      counts.withLock {
        $0.now[name, default: 0] += 1
        $0.mostAtOnce = max($0.mostAtOnce, $0.now.values.reduce(0, +))
        $0.mostOfOneName = max($0.mostOfOneName, $0.now[name] ?? 0)
      }
      try await Task.sleep(for: .milliseconds(3))
      counts.withLock {
        $0.now[name, default: 0] -= 1
        $0.done += 1
      }
    }
  }

  @Test("No more than two are at work at once, never two of one name, and all get their turn")
  func turns() async throws {
    let (queue, meter) = (HashingQueue(placeCount: 2, greatestWaitingCount: 100), Meter())
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<40 {
        let name = "name\(number % 4)"
        group.addTask { try await queue.run(name) { try await meter.work(name) } }
      }
      try await group.waitForAll()
    }
    let counts = meter.counts.withLock { $0 }
    #expect(counts.done == 40)
    #expect(counts.mostAtOnce == 2)
    #expect(counts.mostOfOneName == 1)
    #expect(await queue.atWorkCount == 0)
  }

  /// Holds back whoever is at work until so many have been sent away, or for ten seconds.
  private actor Gate {
    private var missing: Int

    init(openAfter count: Int) { missing = count }

    func pass() async throws {
      for _ in 0..<2000 where missing > 0 { try await Task.sleep(for: .milliseconds(5)) }
    }

    func countOne() { missing -= 1 }
  }

  @Test("Whoever comes when too many wait is sent away")
  func crowded() async throws {
    let queue = HashingQueue(placeCount: 1, greatestWaitingCount: 2)
    let gate = Gate(openAfter: 7)
    let results = await withTaskGroup(of: Bool.self) { group in
      for number in 0..<10 {
        group.addTask {
          do {
            try await queue.run("\(number)") { try await gate.pass() }
            return true
          } catch {
            await gate.countOne()
            return (error as? SiteError) != .busy
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(results.filter { $0 }.count == 3)
  }

  @Test("A failure gives the place back")
  func failing() async throws {
    let queue = HashingQueue(placeCount: 1)
    await #expect(throws: SiteError.failed) {
      try await queue.run("a") { throw SiteError.failed }
    }
    #expect(await queue.atWorkCount == 0)
  }
}
