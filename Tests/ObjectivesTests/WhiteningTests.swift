import Objectives
import Testing
import Torch

private struct Whitened: Decodable {
  let values: [[Double]]
  let counts: [[Bool]]
  let mean: Double
  let whitened: [[Double]]
  let whitenedKeepingMean: [[Double]]
}

@Suite struct WhiteningTests {
  @Test("equals the golden values")
  func goldenValues() throws {
    let golden = try golden("whitening", as: Whitened.self)
    let values = Tensor(rows: golden.values), counts = Tensor(rows: golden.counts)
    expectClose(
      whitened(values, where: counts), golden.whitened.flatMap(\.self), within: 1e-12)
    expectClose(
      whitened(values, where: counts, shiftingMean: false),
      golden.whitenedKeepingMean.flatMap(\.self), within: 1e-12)
    expectClose(mean(of: values, where: counts), [golden.mean], within: 1e-12)
  }

  @Test("leaves mean 0 and unbiased variance 1 where it counts, and exact zeros elsewhere")
  func moments() {
    let values = 30 * Tensor.sample([4, 6], seed: 1) + 7
    let counts = Tensor(rows: [6, 1, 3, 5].map { length in (0..<6).map { $0 < length } })
    let white = whitened(values.filled(with: .nan, unless: counts), where: counts)
    expectClose(mean(of: white, where: counts), [0], within: 1e-12)
    expectClose(sum(of: white.squared(), where: counts) / 14, [1], within: 1e-9)
    #expect(sum(of: white.absolute(), where: !counts).value == 0)
    let kept = whitened(values, where: counts, shiftingMean: false)
    expectClose(mean(of: kept, where: counts), mean(of: values, where: counts), within: 1e-12)
  }

  @Test("does not depend on padding")
  func padding() {
    let values = Tensor.sample([2, 3], seed: 2)
    let wide = Tensor.concatenation(of: [values, .sample([2, 2], seed: 3)], along: 1)
    let counts = Tensor(rows: [
      [true, true, true, false, false], [true, true, true, false, false],
    ])
    expectClose(
      whitened(wide, where: counts).slice(0..<3, along: 1),
      whitened(values, where: .ones([2, 3], .bool)), within: 1e-12)
  }

  @Test("is zero for one value and for none")
  func few() {
    let one = whitened(Tensor(rows: [[5.0, 9]]), where: Tensor(rows: [[true, false]]))
    expectClose(one, [0, 0], within: 1e-12)
    let none = whitened(Tensor(rows: [[5.0, 9]]), where: Tensor(rows: [[false, false]]))
    expectClose(none, [0, 0], within: 1e-12)
  }
}
