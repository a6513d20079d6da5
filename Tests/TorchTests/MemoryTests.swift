import Foundation
import Testing
import Torch

/// Resident memory of this process, in MB.
private func residentMegabytes() throws -> Int {
  let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
  let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
  let kilobytes = line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
  return try #require(kilobytes) / 1024
}

/// Each in a process of its own, where no other test takes memory meanwhile.
///
/// The allocator may keep a few freed blocks; a leak would be of 20,000 and 1,600 MB.
@Suite("Memory")
struct MemoryTests {
  @Test("stays flat over 200 tensors of 100 MB")
  func flat() async {
    await #expect(processExitsWith: .success) {
      _ = Tensor.ones([1])
      let before = try residentMegabytes()
      for _ in 0..<200 {
        let tensor = Tensor.ones([25_000_000])
        precondition(tensor.rank == 1)
        let growth = try residentMegabytes() - before
        precondition(growth < 250, "\(growth) MB: more than one or two are alive at once")
      }
      let rest = try residentMegabytes() - before
      precondition(rest < 150, "\(rest) MB are still there")
    }
  }

  @Test("stays flat over 100 backward passes of 16 MB")
  func backward() async {
    await #expect(processExitsWith: .success) {
      let weights = Tensor.ones([2000, 2000])
      weights.requiresGradient = true
      func pass() {
        (weights * 2).squared().mean().backward()
        weights.gradient = nil
      }
      for _ in 0..<10 { pass() }
      let before = try residentMegabytes()
      for _ in 0..<100 { pass() }
      let growth = try residentMegabytes() - before
      precondition(growth < 150, "\(growth) MB more after 100 passes")
    }
  }

  @Test("that one thread has freed is there for another")
  func threads() async {
    await #expect(processExitsWith: .success) {
      // Threads that had memory before libtorch was opened.
      await withTaskGroup(of: Int.self) { group in
        for count in 1...8 { group.addTask { Array(repeating: count, count: 10_000).count } }
      }
      threadCount = 2
      // From here on the C library keeps what is freed in blocks of less than 16 MB.
      _ = Tensor.ones([4_000_000])
      func tensors() -> [Tensor] { (0..<200).map { _ in Tensor.ones([131_072]) } }
      let before = try residentMegabytes()
      let (_, kept) = both({ () -> Tensor? in nil }, { () -> Tensor? in tensors().last })
      let again = tensors()
      let growth = try residentMegabytes() - before
      precondition(kept != nil && again.count == 200)
      precondition(growth < 150, "\(growth) MB for 100 MB")
    }
  }
}
