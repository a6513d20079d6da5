import Objectives
import Testing
import Torch

@Suite struct MaskedMeansTests {
  let values = Tensor(rows: [[1.0, 2, 3], [4, .nan, .infinity]])
  let counts = Tensor(rows: [[true, false, true], [true, false, false]])

  @Test("takes what counts, whatever the rest is")
  func byHand() {
    expectClose(sum(of: values, where: counts), [8], within: 1e-12)
    expectClose(rowSums(of: values, where: counts), [4, 4], within: 1e-12)
    expectClose(mean(of: values, where: counts), [8.0 / 3], within: 1e-12)
  }

  @Test("counts the share of Booleans")
  func booleans() {
    expectClose(mean(of: counts, where: counts), [1], within: 1e-12)
    let isFirst = Tensor(rows: [[true, false, false], [false, true, true]])
    expectClose(mean(of: isFirst, where: counts), [1.0 / 3], within: 1e-6)
  }

  @Test("is a finite zero without gradients where nothing counts")
  func nothing() {
    let leaf = Tensor.sample([2, 3], seed: 1).asLeaf
    let found = mean(of: leaf, where: .zeros([2, 3], .bool))
    #expect(found.value == 0)
    found.backward()
    #expect(leaf.gradient?.floats == [0, 0, 0, 0, 0, 0])
  }

  @Test("adds up to the same gradient however a batch is split", arguments: [1, 2, 4, 8])
  func splits(rowsEach: Int) {
    let input = Tensor.sample([8, 5], seed: 2)
    let lengths = [1, 5, 2, 4, 3, 5, 1, 2]
    let isReal = Tensor(rows: lengths.map { length in (0..<5).map { $0 < length } })
    let whole = input.asLeaf
    mean(of: whole.squared(), where: isReal).backward()
    let split = input.asLeaf
    for start in stride(from: 0, to: 8, by: rowsEach) {
      let rows = start..<start + rowsEach
      let part = sum(
        of: split.slice(rows, along: 0).squared(), where: isReal.slice(rows, along: 0))
      (part / Double(lengths.reduce(0, +))).backward()
    }
    expectClose(
      split.gradient ?? .zeros([40]), whole.gradient ?? .ones([40]), within: 1e-12)
  }

  @Test("has the gradients of finite differences")
  func gradients() {
    expectTrueGradients(at: [.sample([2, 3], seed: 3)]) {
      mean(of: $0[0].squared(), where: counts) + rowSums(of: $0[0], where: counts).squared().sum()
    }
  }

  @Test("refuses numbers where Booleans are due")
  func numbers() async {
    await #expect(processExitsWith: .failure) {
      _ = mean(of: Tensor.ones([2]), where: Tensor.ones([2]))
    }
  }
}
