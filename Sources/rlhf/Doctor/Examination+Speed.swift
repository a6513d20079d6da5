import Foundation
import Torch

extension Examination {
  /// Measures what bounds training and decoding here: the rate of matrix products, and of reading memory.
  func measureSpeed() {
    let device = Device.best
    measureProducts(in: .float32, on: device)

    // Half a gigabyte, which no cache holds; a GPU would be done before it had begun.
    let count = device.kind == .cpu ? 1 << 27 : 1 << 30
    let all = Tensor.ones([count], on: device)
    let reading = leastSeconds { all.sum().value }
    remark("memory: \(shown(Double(count * 4) / reading)) bytes/s read on \(device)")
    measureProducts(in: .bfloat16, on: device)
  }

  /// Squares of a growing width, until a product takes long enough to be timed.
  private func measureProducts(in dtype: DType, on device: Device) {
    let most = device.kind == .cpu ? 2048 : 8192
    // Drawn numbers: ones take less power, and some devices are then faster than with any model.
    let generator = Generator(seed: 0, on: device)
    var width = 256
    var rate = 0.0
    while true {
      let (left, right) = (
        Tensor.normal([width, width], using: generator, dtype),
        Tensor.normal([width, width], using: generator, dtype)
      )
      let product = leastSeconds {
        left.matmul(right).select(0, along: 0).select(0, along: 0).to(.float32).value
      }
      rate = 2 * Double(width * width * width) / product
      if product > 0.05 || width == most { break }
      width *= 2
    }
    remark("matrix products: \(shown(rate)) FLOP/s in \(dtype) on \(device)")
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

  private func shown(_ perSecond: Double) -> String {
    String(format: "%.1f · 10⁹", perSecond / 1e9)
  }
}
