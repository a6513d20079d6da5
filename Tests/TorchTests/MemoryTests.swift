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

@Suite("Memory", .serialized)
struct MemoryTests {
  @Test("stays flat over 200 tensors of 100 MB")
  func flat() throws {
    let before = try residentMegabytes()
    var highest = before
    for _ in 0..<200 {
      let tensor = Tensor.ones([25_000_000])
      #expect(tensor.rank == 1)
      highest = max(highest, try residentMegabytes())
    }
    #expect(highest - before < 350, "at most a few of them are alive at once")
    #expect(try residentMegabytes() - before < 150)
  }

  @Test("stays flat over 100 backward passes of 16 MB")
  func backward() throws {
    let weights = Tensor.ones([2000, 2000])
    weights.requiresGradient = true
    func pass() {
      (weights * 2).squared().mean().backward()
      weights.gradient = nil
    }
    for _ in 0..<10 { pass() }
    let before = try residentMegabytes()
    for _ in 0..<100 { pass() }
    #expect(try residentMegabytes() - before < 150)
  }
}
