import Foundation
import Torch

extension Examination {
  /// Measures what bounds training and decoding here: the rate of matrix products, and of reading memory.
  func measureSpeed() {
    let device = Device.best
    let width = 2048
    let (left, right) = (
      Tensor.ones([width, width], on: device), Tensor.ones([width, width], on: device)
    )
    let product = leastSeconds { left.matmul(right).select(0, along: 0).select(0, along: 0).value }
    let operations = 2 * Double(width * width * width)
    remark("matrix products: \(rate(operations / product)) FLOP/s in float32 on \(device)")

    // Half a gigabyte, which no cache holds.
    let count = 1 << 27
    let all = Tensor.ones([count], on: device)
    let reading = leastSeconds { all.sum().value }
    remark("memory: \(rate(Double(count * 4) / reading)) bytes/s read on \(device)")
  }

  private func leastSeconds(_ body: () -> Double) -> Double {
    withoutGradients {
      _ = body()
      return (0..<5).map { _ in
        let start = Date()
        _ = body()
        return Date().timeIntervalSince(start)
      }.min() ?? 0
    }
  }

  private func rate(_ perSecond: Double) -> String {
    String(format: "%.1f · 10⁹", perSecond / 1e9)
  }
}
