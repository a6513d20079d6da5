import Foundation
import Torch

extension Examination {
  /// Checks that libtorch is there, computes, and finds gradients.
  mutating func checkEngine() {
    guard check(loadLibtorch) != nil else { return }
    good("libtorch \(libtorchVersion), \(counted(threadCount, "thread"))")
    for kind in Device.Kind.allCases where kind != .cpu {
      let count = Device.count(of: kind)
      if count > 0 { good("\(counted(count, kind.rawValue + " device"))") }
    }
    if Device.best == .cpu { remark("no GPU here: the CPU computes") }
    for device in Set([Device.cpu, Device.best]) { checkComputing(on: device) }
  }

  private mutating func checkComputing(on device: Device) {
    let left = Tensor([1, 2, 3, 4] as [Float], shape: [2, 2], on: device)
    left.requiresGradient = true
    let right = Tensor([5, 6, 7, 8] as [Float], shape: [2, 2], on: device)
    let product = left.matmul(right)
    product.sum().backward()
    let isRight = product.floats == [19, 22, 43, 50]
    let hasGradient = left.gradient?.floats == [11, 15, 11, 15]
    if isRight && hasGradient {
      good("matrix products and gradients are right on \(device)")
    } else {
      bad("\(device) computes wrongly: \(product.floats); run Scripts/fetch-libtorch again")
    }
  }

  /// Checks that there is room for a run, at the folder or the nearest one above it.
  mutating func checkDisk(at folder: URL) {
    var place = folder.standardizedFileURL
    while !FileManager.default.fileExists(atPath: place.path), place.path != "/" {
      place.deleteLastPathComponent()
    }
    guard FileManager.default.isWritableFile(atPath: place.path) else {
      return bad("\(displayed(place)) may not be written; choose another output folder")
    }
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: place.path)
    guard let free = (attributes?[.systemFreeSize] as? NSNumber)?.doubleValue else {
      return remark("how much room the disk has is not known")
    }
    let text = "\(String(format: "%.1f", free / 1e9)) GB free at \(place.path)"
    if free < 1e9 { bad("only \(text); make room for checkpoints") } else { good(text) }
  }
}
