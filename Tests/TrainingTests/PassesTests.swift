import Batches
import Models
import NeuralNetworks
import Testing
import Torch

@testable import Training

@Suite("Passes of a step", .serialized)
struct PassesTests {
  private func store() throws -> (ParameterStore, Tensor) {
    let store = ParameterStore(from: RandomParameters(using: Generator(seed: 3)))
    return (store, try store.scope.parameter("weight", shape: [4, 4], initially: .normal(1)))
  }

  private func gradients(
    threads: Int, rowsPerPass: Int, splitting: Bool = true
  ) throws -> (gradient: [Double], averages: Averages, parts: Int) {
    let before = threadCount
    threadCount = threads
    defer { threadCount = before }
    let (store, weight) = try store()
    let rows = (0..<6).map { Tensor.normal([1, 4], using: Generator(seed: UInt64($0))) }
    var averages = Averages()
    addGradients(
      of: rows, rowsPerPass: rowsPerPass, to: store, splitting: splitting, &averages, size: \.count
    ) { part, averages in
      let losses = part.map { $0.linear(weight).squared().sum() }
      Tensor.stack(of: losses).sum().backward()
      averages.add("parts", 1, over: 0)
      averages.add("loss", losses.map { Float($0.value) })
      averages.addLeast("least", losses.map(\.value))
      averages.addGreatest("greatest", losses.map(\.value))
    }
    averages.add("parts", 0, over: 1)
    return (weight.gradient?.floats.map(Double.init) ?? [], averages, Int(averages["parts"]))
  }

  @Test(
    "add up to the same step, however it is split",
    arguments: [(1, 6), (2, 6), (2, 4), (1, 2), (4, 6)])
  func equality(_ size: (threads: Int, rowsPerPass: Int)) throws {
    let due = try gradients(threads: 1, rowsPerPass: 6)
    let found = try gradients(threads: size.threads, rowsPerPass: size.rowsPerPass)
    let differences = zip(found.gradient, due.gradient).map { abs($0 - $1) }
    #expect(differences.count == 16 && differences.allSatisfy { $0 < 1e-4 })
    for name in ["loss", "least", "greatest"] {
      #expect(abs(found.averages[name] - due.averages[name]) < 1e-4)
      #expect(due.averages[name] != 0)
    }
    let passes = (6 + size.rowsPerPass - 1) / size.rowsPerPass
    #expect(found.parts == (size.threads > 1 ? passes + 1 : passes))
  }

  @Test("are the same each time to the last bit, with later parts too")
  func repetition() throws {
    let first = try gradients(threads: 2, rowsPerPass: 4).gradient
    for _ in 0..<10 { #expect(try gradients(threads: 2, rowsPerPass: 4).gradient == first) }
  }

  @Test("are not split where the loss compares rows")
  func whole() throws {
    #expect(try gradients(threads: 2, rowsPerPass: 6, splitting: false).parts == 1)
  }
}
