import Runs

/// The order in which an epoch visits `count` rows: the same for the same seed and epoch, on any
/// machine, whatever ran before.
public func epochOrder(of count: Int, seed: UInt64, epoch: Int) -> [Int] {
  Array(0..<count).shuffled(seed: derivedSeed(seed, "epoch \(epoch)"))
}

extension Array {
  /// The elements in consecutive groups of `size`; the last may be smaller.
  public func chunked(by size: Int) -> [[Element]] {
    precondition(size > 0, "groups of \(size) elements")
    return stride(from: 0, to: count, by: size).map {
      Array(self[$0..<Swift.min($0 + size, count)])
    }
  }
}
